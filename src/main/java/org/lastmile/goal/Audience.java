package org.lastmile.goal;

import org.jspecify.annotations.Nullable;

/**
 * To whom a rung speaks: the participant, the goal's owner, or everybody who holds a named role of the goal.
 *
 * <p>Immutable and thread-safe. {@code Audience.parse(audience.toString())} equals the audience.
 */
public final class Audience {
    /** Who must do the step. */
    public static final Audience PARTICIPANT = new Audience("participant", null);
    /** Who answers for the goal. */
    public static final Audience OWNER = new Audience("owner", null);

    private final String kind;
    private final @Nullable String role;

    private Audience(String kind, @Nullable String role) {
        this.kind = kind;
        this.role = role;
    }

    /**
     * Everybody who holds that role.
     *
     * @throws IllegalArgumentException if the name is not 1 to 60 characters out of {@code a-z 0-9 - _ .}
     */
    public static Audience role(String name) {
        return new Audience("role", Text.word("role", name));
    }

    /** Reads {@code participant}, {@code owner} or {@code role(name)}. */
    public static Audience parse(String text) {
        if (text.equals("participant")) {
            return PARTICIPANT;
        }
        if (text.equals("owner")) {
            return OWNER;
        }
        if (text.startsWith("role(") && text.endsWith(")")) {
            return role(text.substring(5, text.length() - 1));
        }
        throw new IllegalArgumentException(
                "audience is \"" + Text.shown(text) + "\"; write participant, owner or role(name)");
    }

    /** Whether it is the participant; all others oversee. */
    public boolean isParticipant() {
        return role == null && kind.equals("participant");
    }

    /** The role's name, if it is a role. */
    public @Nullable String role() {
        return role;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Audience that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        return role == null ? kind : "role(" + role + ")";
    }
}
