"""Answers: found, written, looked at as a telephone shows them, published and withdrawn."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import jsonify, render_template, request
from pydantic import HttpUrl
from sqlalchemy.orm import Session

from knowledge import desk_entries, entry_history
from knowledge.desk_entries import EditRefusedError, State
from knowledge.entry_file import EntryFile, EntryText, Kind, Source
from knowledge.worklist import UNREAD
from speech.languages import OWN_NAMES, Language
from staff import answer_form, preview
from staff.answer_form import FormError
from staff.desk import the_desk
from staff.pages import Answer, Page, back
from staff.people import section_names
from staff.visit import visit
from store.database import reading, transaction
from town import officers
from town.officers import NotAllowedError
from town.roles import Role

READERS, EDITORS = (Role.VIEWER, Role.ANSWER_EDITOR), (Role.ANSWER_EDITOR,)
PAGE = 50
LASTS = timedelta(days=365)


def answers() -> Answer:
    asked = request.args
    state = State(asked["state"]) if asked.get("state") in set(State) else None
    first = max(asked.get("from", 0, type=int), 0)
    with reading() as session:
        found = desk_entries.listed(session, the_desk().today, _sections_seen(), asked.get("words", ""), state)
        names = section_names(session)
    return render_template(
        "answers.html", found=found[first : first + PAGE], count=len(found), first=first, page=PAGE, asked=asked,
        sections=names, may_write=visit().has(*EDITORS),
    )  # fmt: skip


def answer(entry_id: str) -> Answer:
    language = _language(request.args)
    with reading() as session:
        entry = _found(session, entry_id, *READERS)
        return _form(session, entry, language, entry_history.latest_id(session, entry_id))


def new_answer() -> Answer:
    with reading() as session:
        return _form(session, _blank(), Language.JA, 0, is_new=True)


def save_answer(entry_id: str) -> Answer:
    here, form = visit(), request.form
    language, seen = _language(form), form.get("seen", 0, type=int)
    with transaction() as session:
        known = _found(session, entry_id, *EDITORS)
        return _saved(session, form, known, language, seen, here.actor)


def add_answer() -> Answer:
    """Begins unpublished: publishing is a step of its own."""
    entry = _blank().model_copy(update={"id": desk_entries.new_id()})
    with transaction() as session:
        return _saved(session, request.form, entry, Language.JA, 0, visit().actor, is_new=True)


def preview_answer(entry_id: str) -> Answer:
    """What the form would look like on a telephone; nothing is kept."""
    language = _language(request.form)
    with reading() as session:
        known = _blank() if entry_id == "new" else _found(session, entry_id, *READERS)
        try:
            entry = answer_form.read(request.form, known, language)
        except FormError as error:
            return jsonify(sentences=error.sentences)
        desk = the_desk()
        return jsonify(messages=preview.messages(session, entry, language, desk.town, desk.numbers, visit().now))


def publish_answer(entry_id: str) -> Answer:
    is_published = request.form.get("is_published") == "1"
    with transaction() as session:
        _found(session, entry_id, *EDITORS)
        _refusing(lambda: desk_entries.publish(session, entry_id, is_published, visit().actor, visit().now))
    return back("answer", "公開しました。" if is_published else "取り下げました。", entry_id=entry_id)


def answer_history(entry_id: str) -> Answer:
    with reading() as session:
        entry = _found(session, entry_id, *READERS)
        edits = entry_history.of(session, entry_id)
        before = [edit.value() for edit in edits[1:]]
        changed = [
            entry_history.changed_fields(old, new.value()) for old, new in zip([*before, None], edits, strict=False)
        ]
        people = {one.actor: one.name for one in officers.all(session)}
    return render_template(
        "answer_history.html", entry=entry, edits=list(zip(edits, changed, strict=True)), people=people, told=_told_field,
        may_write=visit().powers.covers(Role.ANSWER_EDITOR, entry.section),
    )  # fmt: skip


def restore_answer(entry_id: str) -> Answer:
    edit_id = request.form.get("edit", 0, type=int)
    with transaction() as session:
        _found(session, entry_id, *EDITORS)
        _refusing(lambda: desk_entries.go_back(session, entry_id, edit_id, visit().actor, visit().now))
        _found(session, entry_id, *EDITORS)  # it may not be given away to another section like this
    return back("answer", "前の内容に戻しました。", entry_id=entry_id)


def _saved(
    session: Session, form: Mapping[str, str], known: EntryFile, language: Language, seen: int, actor: str, *, is_new: bool = False
) -> Answer:  # fmt: skip
    try:
        entry = answer_form.read(form, known, language)
        visit().require(Role.ANSWER_EDITOR, entry.section)
        if entry.topic not in {one.id for one in the_desk().topics}:
            raise EditRefusedError("その分類はありません。")
        desk_entries.save(session, entry, seen, actor, visit().now)
    except (FormError, EditRefusedError) as error:
        sentences = error.sentences if isinstance(error, FormError) else [str(error)]
        return _form(session, known, language, seen, sentences=sentences, typed=form, is_new=is_new), 400
    word = "保存しました。公開するまで住民には見えません。" if is_new else "保存しました。"
    return back("answer", word, entry_id=entry.id, language=language)


def _form(
    session: Session, entry: EntryFile, language: Language, seen: int, *, sentences: list[str] | None = None,
    typed: Mapping[str, str] | None = None, is_new: bool = False,
) -> str:  # fmt: skip
    names = section_names(session)
    mine = visit().powers.sections(Role.ANSWER_EDITOR)
    return render_template(
        "answer.html", entry=entry, language=language, languages=OWN_NAMES, seen=seen, sentences=sentences, typed=typed,
        fields=answer_form.fields_of(entry, language), sections=names, topic_names={one.id: one.name(Language.JA) for one in the_desk().topics}, is_new=is_new,
        own_sections={key: name for key, name in names.items() if mine is None or key in mine},
        may_write=is_new or visit().powers.covers(Role.ANSWER_EDITOR, entry.section), unread=str(UNREAD),
        newer_file=None if is_new else entry_history.newer_file(session, entry.id),
    )  # fmt: skip


def _found(session: Session, entry_id: str, *roles: Role) -> EntryFile:
    """Raises NotAllowedError for an answer of another section, and for one that is not there."""
    found = desk_entries.find(session, entry_id)
    if found is None:
        raise NotAllowedError("この回答はありません。")
    entry = found[1]
    role = next((one for one in roles if visit().powers.covers(one, entry.section)), roles[0])
    visit().require(role, entry.section)
    return entry


def _sections_seen() -> frozenset[str] | None:
    powers = visit().powers
    return frozenset() if powers.has_own_cases_only else powers.sections(*READERS)


def _blank() -> EntryFile:
    today, here = the_desk().today, visit()
    mine = here.powers.sections(Role.ANSWER_EDITOR)
    section = here.section_id if mine is None or here.section_id in mine else min(mine)
    return EntryFile(
        id="new", kind=Kind.GENERAL, topic=the_desk().topics[0].id if the_desk().topics else "general", section=section,
        source=Source(url=HttpUrl(str(UNREAD)), title="-", read_on=today), checked_on=today, review_by=today + LASTS,
        is_published=False, texts={Language.JA: EntryText(title="-", summary="-")},
    )  # fmt: skip


def _language(said: Mapping[str, str]) -> Language:
    given = said.get("language", "")
    return Language(given) if given in set(Language) else Language.JA


def _refusing(work: Any) -> None:
    try:
        work()
    except EditRefusedError as refusal:
        raise NotAllowedError(str(refusal)) from None


def _told_field(name: str) -> str:
    language, _, slot = name.rpartition(".")
    return (
        f"{OWN_NAMES[Language(language)]}・{answer_form.label(slot)}" if language else answer_form.label_or_name(name)
    )


PAGES = (
    Page("answers", "/answers", answers, READERS),
    Page("new_answer", "/answers/new", new_answer, EDITORS),
    Page("add_answer", "/answers/new", add_answer, EDITORS, ("POST",)),
    Page("answer", "/answers/<entry_id>", answer, READERS),
    Page("save_answer", "/answers/<entry_id>", save_answer, EDITORS, ("POST",)),
    Page("preview_answer", "/answers/<entry_id>/preview", preview_answer, READERS, ("POST",)),
    Page("publish_answer", "/answers/<entry_id>/publish", publish_answer, EDITORS, ("POST",)),
    Page("answer_history", "/answers/<entry_id>/history", answer_history, READERS),
    Page("restore_answer", "/answers/<entry_id>/restore", restore_answer, EDITORS, ("POST",)),
)
