package org.lastmile.link;

/** What an action link says for its recipient. */
public enum Action {
    /** It is done. */
    DONE,
    /** It will not be done. */
    DECLINE,
    /** Not now: remind me later (rule R14). */
    SNOOZE;

    /** The key of its phrase for a button, in the phrasebooks of the notifiers. */
    public String phrase() {
        return switch (this) {
            case DONE -> "action.done";
            case DECLINE -> "action.decline";
            case SNOOZE -> "action.snooze";
        };
    }

    byte code() {
        return (byte) (ordinal() + 1);
    }
}
