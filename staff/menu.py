"""What stands in the menu and on the first page, for whom."""

from staff.visit import Visit
from town.roles import Role

READERS = (Role.VIEWER, Role.ANSWER_EDITOR)
KEEPERS = (Role.ADMINISTRATOR, Role.BROADCAST_APPROVER, Role.BROADCAST_DRAFTER)
BROADCASTERS = (Role.BROADCAST_DRAFTER, Role.BROADCAST_APPROVER)
# Page, title, one sentence, who sees it (None: everybody who is signed in).
TILES: tuple[tuple[str, str, str, tuple[Role, ...] | None], ...] = (
    ("answers", "回答", "住民への答えを探す、書く、公開する", READERS),
    ("questions", "質問", "答えられなかった質問、市に送られた質問", (Role.ANSWER_EDITOR,)),
    ("figures", "数字", "質問の数、結果、役に立ったか", READERS),
    ("broadcasts", "配信", "避難指示や断水などを、住民のLINEに知らせる", BROADCASTERS),
    ("orders", "発令", "いま出ている発令、終わった発令、時系列", (*BROADCASTERS, Role.ADMINISTRATOR, Role.VIEWER)),
    (
        "bulletins",
        "気象庁の発表",
        "いま出ている警報・注意報、届いた電文、訓練での再現",
        (*BROADCASTERS, Role.ADMINISTRATOR, Role.VIEWER),
    ),
    (
        "disaster",
        "災害モード",
        "メニューと案内を災害用に切り替える。2人で、または自動で",
        (*BROADCASTERS, Role.REPORT_HANDLER, Role.ADMINISTRATOR, Role.VIEWER),
    ),
    (
        "safety",
        "安否確認",
        "発令のあと、避難したか、困っているかを住民に聞き、見守る",
        (*BROADCASTERS, Role.REPORT_HANDLER),
    ),
    ("training_broadcasts", "訓練", "配信の練習。登録した職員だけに届く", BROADCASTERS),
    ("reports", "通報", "道路の穴などの通報を確かめ、進める", (Role.REPORT_HANDLER,)),
    ("shelters", "避難所", "開設・満員・閉鎖を、住民への案内に出す", (*BROADCASTERS, Role.REPORT_HANDLER, Role.VIEWER)),
    ("roster", "当番表", "いまの当番、すき間、呼び出しの記録と試験", KEEPERS),
    ("people", "職員", "招待、役割、異動、退職の手続き", (Role.ADMINISTRATOR,)),
    ("proposals", "申請", "2人目の管理者の承認を待つもの", (Role.ADMINISTRATOR,)),
    ("personnel", "人事異動", "CSVでまとめて、日を決めて入れ替える", (Role.ADMINISTRATOR,)),
    ("journal", "操作記録", "だれが、いつ、何をしたか", (Role.ADMINISTRATOR,)),
    ("duty_card", "当直カード", "夜間の手順と電話番号を、A4の紙1枚に", None),
    ("account", "自分の設定", "パスワード、二要素認証、復旧コード", None),
)


def for_visit(here: Visit) -> list[tuple[str, str]]:
    seen = [(name, title) for name, title, _, needs in TILES if needs and here.has(*needs)]
    return [("home", "はじめ"), *seen]
