#!/bin/sh
# Fetches what the browser pages need and lays it where the simulator and the staff desk serve it.
set -eu
cd "$(dirname "$0")/.."
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
mkdir -p assets/vendor/leaflet
cp -R node_modules/leaflet/dist/. assets/vendor/leaflet/
cp node_modules/leaflet/LICENSE assets/vendor/leaflet/LICENSE
mkdir -p assets/vendor/design-tokens assets/vendor/axe-core
cp node_modules/@digital-go-jp/design-tokens/dist/tokens.css node_modules/@digital-go-jp/design-tokens/LICENSE assets/vendor/design-tokens/
cp node_modules/axe-core/axe.min.js assets/vendor/axe-core/ # only the tests read it
echo "assets/vendor/leaflet: $(node -p 'require("./node_modules/leaflet/package.json").version')"
