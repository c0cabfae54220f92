package org.lastmile.ical;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A calendar, an event, a time zone (RFC 5545 section 3.6): the properties that matter here, and what is nested in it. */
final class Component {
    private final String name;
    private final int line;
    private final List<ContentLine> lines = new ArrayList<>();
    private final List<Component> children = new ArrayList<>();

    Component(String name, int line) {
        this.name = name.toUpperCase(Locale.ROOT);
        this.line = line;
    }

    void add(ContentLine property) {
        lines.add(property);
    }

    void add(Component child) {
        children.add(child);
    }

    String name() {
        return name;
    }

    int line() {
        return line;
    }

    List<Component> children() {
        return children;
    }

    int count(String property) {
        return (int) lines.stream().filter(each -> each.name().equals(property)).count();
    }

    List<ContentLine> all(String property) {
        return lines.stream().filter(each -> each.name().equals(property)).toList();
    }

    /**
     * The property that may stand there once; said twice with the same value, it counts once.
     *
     * @throws InvitationException if it stands there with different values
     */
    @Nullable
    ContentLine single(String property, Place place) {
        ContentLine found = null;
        for (var each : lines) {
            if (each.name().equals(property)) {
                if (found != null && !found.value().equals(each.value())) {
                    throw place.at(each.line())
                            .refuse(property + " stands there twice, as " + Place.shown(found.value()) + " and as "
                                    + Place.shown(each.value()) + "; leave one");
                }
                found = each;
            }
        }
        return found;
    }

    /** The first property of that name. */
    @Nullable
    ContentLine first(String property) {
        for (var each : lines) {
            if (each.name().equals(property)) {
                return each;
            }
        }
        return null;
    }
}
