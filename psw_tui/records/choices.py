"""The answers that more than one form offers, each with the words people read."""

from __future__ import annotations

from psw_tui.domain.words import N_
from psw_tui.records.ask import Choice


class YesNo(Choice):
    """A plain question of fact."""

    YES = "yes", N_("yes")
    NO = "no", N_("no")


class Told(Choice):
    """Whether something was said where it can also be beside the point."""

    YES = "yes", N_("yes")
    NO = "no", N_("no")
    NA = "na", N_("does not matter here")


class ClientLanguage(Choice):
    """The language a client reads and speaks with us."""

    EN = "en", N_("English")
    FR = "fr", N_("French")
    ES = "es", N_("Spanish")
    OTHER = "other", N_("another")


class NoteLanguage(Choice):
    """The language a worker writes in."""

    EN = "en", N_("English")
    FR = "fr", N_("French")


class InTheWay(Choice):
    """What gets in the way of a goal. Our service is on the list on purpose."""

    MONEY = "money", N_("money")
    HOUSING = "housing", N_("housing")
    HEALTH = "health", N_("health")
    TRANSPORT = "transport", N_("transport")
    PAPERS = "papers", N_("papers")
    WAITING_LISTS = "waiting_lists", N_("waiting lists")
    OTHER_PEOPLE = "other_people", N_("other people")
    SAFETY = "safety", N_("safety")
    FEELINGS = "feelings", N_("feelings")
    TIME = "time", N_("time")
    OUR_SERVICE = "our_service", N_("our service")
    OTHER = "other", N_("other")


class WhatWeDid(Choice):
    """What a worker offers, in peer support's own words."""

    LISTENED = "listened", N_("listened")
    MY_STORY = "my_story", N_("shared my story")
    PRACTICAL_HELP = "practical_help", N_("practical help")
    INFORMATION = "information", N_("information")
    WENT_ALONG = "went_along", N_("went along")
    WORKED_ON_PROBLEM = "worked_on_problem", N_("worked on a problem")
    PLANNED = "planned", N_("planned")
    CONNECTED = "connected", N_("connected to someone")
    TIME_TOGETHER = "time_together", N_("just time together")


class Who(Choice):
    """Who does the next thing."""

    ME = "me", N_("me")
    THEM = "them", N_("them")
    BOTH = "both", N_("both of us")


class WhoseIdea(Choice):
    """Where an idea or a change of words came from."""

    THEM = "them", N_("theirs")
    BOTH = "both", N_("both of us")
    ME = "me", N_("mine")


class YesPartlyNo(Choice):
    """How far something is so."""

    YES = "yes", N_("yes")
    PARTLY = "partly", N_("partly")
    NO = "no", N_("no")


class YesNoUnsure(Choice):
    """A question that may not have an answer yet."""

    YES = "yes", N_("yes")
    NO = "no", N_("no")
    UNSURE = "unsure", N_("unsure")


class HowTalked(Choice):
    """The way a talk with somebody else took place."""

    IN_PERSON = "in_person", N_("in person")
    PHONE = "phone", N_("phone")
    MESSAGE = "message", N_("message")
    VIDEO = "video", N_("video")
    OTHER = "other", N_("other")
