"""Telegrams written by hand for the sample town: synthetic, in the agency's form, never sent by the agency."""

from collections.abc import Sequence
from dataclasses import dataclass

HOME, OTHER = ("2299000", "みほん市"), ("2299100", "となり市")
COAST, INLAND_COAST = ("380", "静岡県"), ("390", "愛知県外海")
QUAKE_AREA = ("442", "静岡県中部")
JMX = "http://xml.kishou.go.jp/jmaxml1"
RAIN, LANDSLIDE, SURGE, WIND, WAVES, SNOW, OTHERS = (
    f"気象警報・注意報（Ｒ０６）（{one}）" for one in ("大雨", "土砂", "高潮", "暴風", "波浪", "大雪", "その他注意報")
)


@dataclass(frozen=True)
class Envelope:
    """What stands around every telegram; each test changes what it is about."""

    status: str = "通常"
    info_type: str = "発表"
    sent_at: str = "2026-09-01T06:00:00Z"
    reported_at: str = "2026-09-01T15:00:00+09:00"
    valid_until: str | None = None
    event_id: str = ""
    serial: str = ""
    headline: str = "架空の電文です。"
    subject: str = "静岡県みほん電文"


def telegram(title: str, body: str, envelope: Envelope = Envelope(), headline: str = "") -> bytes:
    until = f"<ValidDateTime>{envelope.valid_until}</ValidDateTime>" if envelope.valid_until else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Report xmlns="{JMX}/" xmlns:jmx="{JMX}/">
<Control><Title>{title}</Title><DateTime>{envelope.sent_at}</DateTime><Status>{envelope.status}</Status>
<EditorialOffice>みほん地方気象台</EditorialOffice><PublishingOffice>みほん地方気象台</PublishingOffice></Control>
<Head xmlns="{JMX}/informationBasis1/"><Title>{envelope.subject}</Title>
<ReportDateTime>{envelope.reported_at}</ReportDateTime><TargetDateTime>{envelope.reported_at}</TargetDateTime>{until}
<EventID>{envelope.event_id}</EventID><InfoType>{envelope.info_type}</InfoType><Serial>{envelope.serial}</Serial>
<InfoKind>みほん</InfoKind><InfoKindVersion>1.5_0</InfoKindVersion>
<Headline><Text>{envelope.headline}</Text>{headline}</Headline></Head>
<Body xmlns="{JMX}/body/meteorology1/" xmlns:jmx_eb="{JMX}/elementBasis1/">{body}</Body></Report>""".encode()


Kinds = Sequence[tuple[str, str]]  # code and status; no code where nothing is in force


def warnings(title: str, cities: Sequence[tuple[tuple[str, str], Kinds]], envelope: Envelope = Envelope()) -> bytes:
    """The cities' layer, and above it a region's, which nobody acts on."""
    items = "".join(_item(area, kinds) for area, kinds in cities)
    layer = "竜巻注意情報" if title.startswith("竜巻") else "気象警報・注意報"
    region = _item(("220010", "中部"), cities[0][1])
    body = f'<Warning type="{layer}（一次細分区域等）">{region}</Warning><Warning type="{layer}（市町村等）">{items}</Warning>'
    return telegram(title, body, envelope)


def rain(code: str, status: str = "発表", envelope: Envelope = Envelope(), title: str = RAIN) -> bytes:
    nothing: Kinds = [("", "発表警報・注意報はなし")]
    return warnings(title, [(HOME, [(code, status)] if code else nothing), (OTHER, nothing)], envelope)


def river(code: str, condition: str, envelope: Envelope = Envelope(event_id="820000000100", serial="1")) -> bytes:
    """Two gauges name the same city."""
    kind = f"<Kind><Name>みほん</Name><Code>{code}</Code><Condition>{condition}</Condition></Kind>"
    headline = "".join(
        f'<Information type="指定河川洪水予報（{layer}）"><Item>{kind}<Areas codeType="{layer}">{_area(area)}</Areas></Item></Information>'
        for layer, area in (("予報区域", ("820000000100", "みほん川")), ("府県予報区等", ("220000", "静岡県")))
    )
    gauges = "".join(
        f"<Area><Name>{gauge}</Name><Code>1</Code><City>{HOME[1]}</City><CityCode>{HOME[0]}</CityCode></Area>"
        for gauge in ("上の橋", "下の橋")
    )
    body = f'<Warning type="指定河川洪水予報"><Item><Kind><Name>浸水想定地区</Name><Code>1</Code></Kind><Areas>{gauges}</Areas></Item></Warning>'
    return telegram("指定河川洪水予報", body, envelope, headline)


Forecast = tuple[str, str, str, str]  # code and name of the forecast area, kind code and condition


def rivers(told: Sequence[Forecast], envelope: Envelope, *, names_cities: bool = True) -> bytes:
    """Several forecast areas in one telegram, each with a gauge of its own in the same city."""
    items = "".join(
        f"<Item><Kind><Name>みほん</Name><Code>{kind}</Code><Condition>{condition}</Condition></Kind><Areas>{_area((code, name))}</Areas></Item>"
        for code, name, kind, condition in told
    )
    gauges = "".join(
        f"<Area><Name>橋</Name><Code>{code}00001</Code><City>{HOME[1]}</City><CityCode>{HOME[0]}</CityCode></Area>"
        for code, *_ in told
    )
    item = f"<Item><Kind><Name>浸水想定地区</Name><Code>1</Code></Kind><Areas>{gauges}</Areas></Item>"
    body = f'<Warning type="指定河川洪水予報">{item if names_cities else ""}</Warning>'
    headline = f'<Information type="指定河川洪水予報（予報区域）">{items}</Information>'
    return telegram("指定河川洪水予報", body, envelope, headline)


def bulletin(tag: str, envelope: Envelope = Envelope(event_id="HJPXX202609011500_202609011500")) -> bytes:
    item = f"<Item><Kind><Name>情報タグ</Name><Condition>{tag}</Condition></Kind><Areas>{_area(('220010', '中部'))}</Areas></Item>"
    city = f'<Area codeType="気象・地震・火山情報／市町村等">{_named(HOME)}<Status>付近</Status></Area>'
    body = f"<MeteorologicalInfos><MeteorologicalInfo><Item>{city}</Item></MeteorologicalInfo></MeteorologicalInfos>"
    return telegram(
        "府県気象防災速報",
        body if tag == "記録雨" else "",
        envelope,
        f'<Information type="情報タグ">{item}</Information>',
    )


EARTHQUAKE = """<Earthquake><OriginTime>2026-09-01T14:58:00+09:00</OriginTime><Hypocenter><Area><Name>駿河湾</Name>
<Code>485</Code></Area></Hypocenter><jmx_eb:Magnitude description="Ｍ６．６">6.6</jmx_eb:Magnitude></Earthquake>"""


def quake(
    felt: str, *, title: str = "震源・震度に関する情報", condition: str = "", envelope: Envelope = Envelope()
) -> bytes:
    """A telegram of the first minute knows quake areas only."""
    max_int = f"<MaxInt>{felt}</MaxInt>" if felt else ""
    told = f"<Condition>{condition}</Condition>" if condition else ""
    city = f"<City>{_named(HOME)}{max_int}{told}</City>" if title != "震度速報" else ""
    body = f"""{EARTHQUAKE}
<Intensity><Observation><MaxInt>{felt}</MaxInt><Pref><Name>静岡県</Name><Code>22</Code><Area>{_named(QUAKE_AREA)}
{max_int}{city}</Area></Pref></Observation></Intensity>
<Comments><ForecastComment><Code>0215 0241</Code></ForecastComment></Comments>"""
    return telegram(title, body, envelope)


def hypocentre(title: str, envelope: Envelope = Envelope(event_id="20260901145800")) -> bytes:
    """Where it was and how strong, and nobody who felt it."""
    return telegram(title, EARTHQUAKE, envelope)


def tsunami(
    code: str, before: str, height: str = "３ｍ", envelope: Envelope = Envelope(event_id="20260901145800")
) -> bytes:
    kind = f"<Kind><Name>みほん</Name><Code>{code}</Code></Kind><LastKind><Code>{before}</Code></LastKind>"
    item = f'<Item><Area>{_named(COAST)}</Area><Category>{kind}</Category><MaxHeight><jmx_eb:TsunamiHeight unit="m" description="{height}">3</jmx_eb:TsunamiHeight></MaxHeight></Item>'
    return telegram("津波警報・注意報・予報a", f"<Tsunami><Forecast>{item}</Forecast></Tsunami>", envelope)


def volcano(
    code: str, title: str = "噴火警報・予報", envelope: Envelope = Envelope(event_id="350"), name: str = "みほん"
) -> bytes:
    subject = "噴火速報" if title == "噴火速報" else "噴火警報・予報"
    kind = f"<Kind><Name>{name}</Name><Code>{code}</Code></Kind>"
    body = (
        f'<VolcanoInfo type="{subject}（対象市町村等）"><Item>{kind}<Areas>{_area(HOME)}</Areas></Item></VolcanoInfo>'
    )
    return telegram(title, body, envelope)


def trough(code: str, title: str = "南海トラフ地震臨時情報", envelope: Envelope = Envelope()) -> bytes:
    serial = f"<InfoSerial><Name>みほん</Name><Code>{code}</Code></InfoSerial>" if code else ""
    return telegram(title, f"<EarthquakeInfo>{serial}</EarthquakeInfo>", envelope)


def cancelled(title: str, envelope: Envelope) -> bytes:
    return telegram(title, "<Text>先ほどの電文を取り消します。</Text>", envelope)


def _item(area: tuple[str, str], kinds: Kinds) -> str:
    said = "".join(
        f"<Kind><Name>みほん{code}</Name><Code>{code}</Code><Status>{status}</Status></Kind>" if code
        else f"<Kind><Status>{status}</Status></Kind>"
        for code, status in kinds
    )  # fmt: skip
    return f"<Item>{said}<Area>{_named(area)}</Area></Item>"


def _area(area: tuple[str, str]) -> str:
    return f"<Area>{_named(area)}</Area>"


def _named(area: tuple[str, str]) -> str:
    return f"<Name>{area[1]}</Name><Code>{area[0]}</Code>"
