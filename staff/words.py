"""How the desk's pages say times, roles and deeds in Japanese."""

from collections.abc import Callable
from datetime import date, datetime

from alerts.stages import JAPANESE as STAGES
from alerts.stages import Stage
from town.calendar import to_jst
from town.roles import EVERY_SECTION, JAPANESE, Role

WEEKDAYS = "月火水木金土日"


def moment(at: datetime | None) -> str:
    return "" if at is None else f"{day(to_jst(at).date())} {to_jst(at):%H:%M}"


def second(at: datetime) -> str:
    return f"{to_jst(at):%Y-%m-%d %H:%M:%S}"


def day(on: date | None) -> str:
    return "" if on is None else f"{on.year}年{on.month}月{on.day}日({WEEKDAYS[on.weekday()]})"


def role(name: str) -> str:
    return JAPANESE[Role(name)]


def section(section_id: str, names: dict[str, str]) -> str:
    """A section that has gone keeps its id, so that nobody takes it for another."""
    return "すべての課" if section_id == EVERY_SECTION else names.get(section_id, section_id)


ACTIONS = {
    "broadcast.standing": "常時の指示で送ると決まった",
    "standing_order.proposed": "常時の指示を申請した",
    "standing_order.approved": "常時の指示を承認した",
    "standing_order.ended": "常時の指示をやめた",
    "standing_order.used": "常時の指示で気象庁の発表を伝えた",
    "disaster.proposed": "災害モードの切り替えを申請した",
    "disaster.switched_on": "災害モードになった",
    "disaster.switched_off": "災害モードを終えた",
    "disaster.withdrawn": "災害モードの申請を取り下げた",
    "disaster.lapsed": "災害モードの申請が期限切れになった",
    "jma.drafted": "気象庁の発表から下書きができた",
    "jma.replayed": "気象庁の電文を訓練で再現した",
    "reports.read": "通報の一覧を見た",
    "report.read": "通報を見た",
    "report.filed": "通報を受け付けた",
    "report.received": "ほかのシステムから通報が届いた",
    "report.call_taken": "電話などの通報を入れた",
    "report.caller_read": "電話した人の名前と番号を見た",
    "report.caller_forgotten": "電話した人の名前と番号を消した",
    "report.printed": "通報を印刷した",
    "reports.printed": "通報の一覧を印刷した",
    "report.mute_proposed": "新しい通報を止める提案をした",
    "report.mute_approved": "新しい通報を止めると決めた",
    "report.mute_lifted": "新しい通報の停止を解いた",
    "report.mute_declined": "新しい通報を止める提案を取り下げた",
    "report.opened": "通報をはじめて開いた",
    "report.assigned": "通報の担当を変えた",
    "report.corrected": "通報の内容を直した",
    "report.moderated": "通報の公開を変えた",
    "report.unsent": "通報の送信者がメッセージを取り消した",
    "report.photo_destroyed": "通報の写真を消した",
    "report.photo_original": "黒塗りにする前の写真を見た",
    "report.photo_redacted": "通報の写真を黒塗りにした",
    "report.photo_added": "通報に職員の写真を足した",
    "report.photo_published": "通報の写真を公開した",
    "report.photo_unpublished": "通報の写真の公開をやめた",
    "report.held": "通報の保存を延長した",
    "report.released": "通報の保存延長をやめた",
    "report.check": "通報の確認を始めた",
    "report.schedule": "通報を対応予定にした",
    "report.start": "通報の対応を始めた",
    "report.hand_on": "通報をほかへ引き継いだ",
    "report.hold": "通報を保留にした",
    "report.finish": "通報を完了にした",
    "report.refuse": "通報を市の管理外とした",
    "report.merge": "通報をまとめた",
    "report.give_up": "通報を対応できないとした",
    "report.reopen": "通報を再開した",
    "report.withdraw": "通報が取り下げられた",
    "shelter.imported": "避難所の一覧を取り込んだ",
    "shelter.status": "避難所の開設・満員・閉鎖を変えた",
    "signin.passed": "ログインした",
    "signin.failed": "ログインに失敗した",
    "signin.locked": "ログインを断った(試行が多い)",
    "signin.factor_failed": "二要素認証に失敗した",
    "signin.recovery_used": "復旧コードでログインした",
    "signin.confirmed": "二要素認証で確認した",
    "signin.left": "ログアウトした",
    "page.refused": "開けないページを断った",
    "officer.added": "職員を登録した",
    "officer.invited": "招待した",
    "officer.invitation_taken": "招待を受けた",
    "officer.role_granted": "役割を渡した",
    "officer.role_revoked": "役割を外した",
    "officer.moved": "職員を異動した",
    "officer.disabled": "職員を無効にした",
    "officer.reset": "職員の認証を初期化した",
    "officer.password_changed": "パスワードを変えた",
    "officer.factor_added": "二要素認証を登録した",
    "officer.factor_removed": "二要素認証を消した",
    "officer.recovery_codes_made": "復旧コードを作り直した",
    "officers.read": "職員の一覧を見た",
    "officer.read": "職員の情報を見た",
    "officer_proposal.made": "申請した",
    "officer_proposal.approved": "申請を承認した",
    "officer_proposal.rejected": "申請を取り下げた・却下した",
    "officer_proposal.applied": "申請を反映した",
    "officer_proposal.failed": "申請を反映できなかった",
    "journal.read": "操作記録を見た",
    "journal.export_made": "操作記録の書き出しを用意した",
    "journal.exported": "操作記録を書き出した",
    "message.unsent": "住民がメッセージを取り消した",
    "questions.read": "質問の一覧を見た",
    "question.read": "質問を見た",
    "question.attached": "質問を回答に結びつけた",
    "question.written": "質問から回答を書いた",
    "question.set_aside": "質問に対応しないと決めた",
    "question.answered": "質問に返事をした",
    "question.sent": "住民が質問を市に送った",
    "reorganisation.filed": "組織改編を申し込んだ",
    "reorganisation.cancelled": "組織改編を取りやめた",
    "reorganisation.applied": "組織改編を反映した",
    "reorganisation.refused": "組織改編を反映できなかった",
    "entry.saved": "回答を保存した",
    "entry.published": "回答を公開した",
    "entry.withdrawn": "回答を取り下げた",
    "entry.given_back": "回答を町のファイルに戻した",
    "entry.confirmed": "回答を確認した",
    "roster.imported": "当番表を入れ替えた",
    "ring.started": "呼び出しを始めた",
    "ring.called": "職員を呼び出した",
    "ring.taken": "呼び出しに了解した",
    "ring.answered": "呼び出しに返事をした",
    "ring.told": "全員に知らせた",
    "ring.stopped": "呼び出しを終えた(用が済んだ)",
    "ring.unheard": "呼び出しにだれも応じなかった",
    "ring.test_wished": "試験の呼び出しを頼んだ",
    "safety.prepared": "安否確認を準備した",
    "safety.opened": "安否確認が始まった",
    "safety.watching": "安否確認の見守りを始めた",
    "safety.left": "安否確認の見守りを離れた",
    "safety.read": "安否確認の一覧を見た",
    "safety.marked_read": "安否確認の知らせを読んだ",
    "safety.extended": "安否確認を延ばした",
    "safety.ended": "安否確認を終えた",
    "safety.emptied": "安否確認の内容を消した",
    "broadcast.edit": "配信を書いた",
    "broadcast.submit": "配信を承認に出した",
    "broadcast.withdraw": "配信を取り下げた",
    "broadcast.discard": "配信を破棄した",
    "broadcast.adopt": "機械の下書きを引き受けた",
    "broadcast.return": "配信を差し戻した",
    "broadcast.reject": "配信を却下した",
    "broadcast.lapse": "配信が期限切れになった",
    "broadcast.approve": "配信を承認した",
    "broadcast.send_alone": "配信を1人で送ると決めた",
    "broadcast.sent_alone": "配信を1人で送った",
    "broadcast.ratify": "配信を追認した",
    "broadcast.release": "配信の送信を始めた",
    "broadcast.finish": "配信を送り終えた",
    "broadcast.cancel": "配信を中止した",
    "broadcast.handed_in": "外部の文が下書きとして届いた",
    "mail.refused": "メールを下書きとして受け付けなかった",
    "cap.tested": "外部システムの試験電文が届いた",
    "cap.withdrawn": "外部システムが下書きを取り下げた",
    "api_key.made": "外部システムの鍵を作った",
    "api_key.revoked": "外部システムの鍵を止めた",
    "broadcast.repeat": "繰り返しの配信を用意した",
    "broadcast.tried": "配信を自分の電話に試し送りした",
    "broadcast.tried_again": "断られた配信をもう一度送った",
    "broadcast.exported": "配信の記録を書き出した",
    "orders.exported": "発令の一覧を書き出した",
    "telephone.code_made": "LINEを結ぶ番号を作った",
    "telephone.linked": "自分のLINEを結んだ",
    "telephone.unlinked": "自分のLINEを外した",
}


def action(name: str) -> str:
    return ACTIONS.get(name, name)


FACTORS = {"totp": "認証アプリ・トークン", "passkey": "パスキー・セキュリティキー", "recovery": "復旧コード"}


def factor(kind: str) -> str:
    return FACTORS.get(kind, kind)


STAGE_LOOKS = {
    Stage.SUBMITTED: "waiting", Stage.SENT: "good", Stage.SENDING: "good", Stage.APPROVED: "good",
    Stage.REJECTED: "bad", Stage.CANCELLED: "bad", Stage.RETURNED: "bad",
}  # fmt: skip


def stage(name: str) -> str:
    return STAGES[Stage(name)]


def stage_look(name: str) -> str:
    """The colour of its chip; the word beside it says the same."""
    return STAGE_LOOKS.get(Stage(name), "resting")


FILTERS: dict[str, Callable[..., str]] = {
    "stage": stage,
    "stage_look": stage_look,
    "moment": moment,
    "second": second,
    "day": day,
    "role": role,
    "section": section,
    "deed": action,
    "factor": factor,
}
