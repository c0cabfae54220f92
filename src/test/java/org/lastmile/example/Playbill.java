package org.lastmile.example;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.lastmile.example.ScriptedAnswer.Act;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Step;
import org.lastmile.ical.Skipped;
import org.lastmile.plan.PlannedRung;
import org.lastmile.plan.Preview;
import org.lastmile.plan.Shift;

/** Shows what is going to happen: the event, and its plan rung by rung, with one line for all who hear of it together. */
final class Playbill {
    private static final int MOST_LEFT_OUT = 8;
    private static final int NAMES_FROM = 53;

    private final PrintStream out;
    private final Choice choice;
    private final Script script;

    Playbill(PrintStream out, Choice choice, Script script) {
        this.out = out;
        this.choice = choice;
        this.script = script;
    }

    void print() {
        printEvent();
        int lines = script.plan().lines().size();
        out.println();
        out.println("The plan: " + lines + (lines == 1 ? " reminder" : " reminders") + ", as of "
                + Table.fullTime(script.start(), script.goal().zone()) + ", a day before the first");
        for (var step : script.goal().steps()) {
            printStep(step);
        }
        for (var warning : script.plan().warnings()) {
            var step = warning.text().contains("\"" + warning.stepId() + "\"") ? "" : warning.stepId() + ", ";
            var whom = warning.recipients() > 1 ? " (" + warning.recipients() + " recipients)" : "";
            Table.wrapped("! " + step + warning.text() + whom, "  ").forEach(out::println);
        }
    }

    private void printEvent() {
        var invitation = choice.invitation();
        var start = invitation.start();
        out.println(Table.fit(invitation.title(), Table.WIDTH).stripTrailing());
        out.println(Table.deadline(start) + " in " + Table.city(start.zone()) + " (" + start.instant() + ")");
        if (invitation.recurrenceId() != null) {
            out.println("one occurrence of a recurring event: " + invitation.recurrenceId());
        }
        var guests = script.goal().steps().get(0).participants();
        var zones = guests.stream()
                .collect(Collectors.groupingBy(
                        guest -> guest.zone() == null ? start.zone() : guest.zone(),
                        LinkedHashMap::new,
                        Collectors.counting()));
        var summary = guests.size() + (guests.size() == 1 ? " guest: " : " guests: ")
                + zones.entrySet().stream()
                        .map(zone -> zone.getValue() + " in " + Table.city(zone.getKey()))
                        .collect(Collectors.joining(", "))
                + "; " + count(Act.ACCEPTS) + " have accepted, " + count(Act.DECLINES) + " have declined";
        Table.wrapped(summary, "").forEach(out::println);
        var owner = script.goal().owner();
        out.println(
                owner == null
                        ? "nobody organizes it (no ORGANIZER)"
                        : "organized by " + Table.fit(owner.name(), 60).strip());
        if (choice.others() > 0) {
            out.println("the file has " + choice.others() + " more; give a UID as second argument to rehearse another");
        }
        var leftOut = new ArrayList<String>();
        choice.skipped().stream().map(Skipped::toString).forEach(leftOut::add);
        var ids = guests.stream().map(Recipient::id).collect(Collectors.toSet());
        invitation.attendees().stream()
                .filter(attendee -> !ids.contains(attendee.id()))
                .forEach(attendee -> leftOut.add("attendee \"" + attendee.name() + "\": has delegated to another"));
        leftOut.stream()
                .limit(MOST_LEFT_OUT)
                .forEach(each -> Table.wrapped("left out: " + each, "").forEach(out::println));
        if (leftOut.size() > MOST_LEFT_OUT) {
            out.println("left out: " + (leftOut.size() - MOST_LEFT_OUT) + " more");
        }
    }

    private long count(Act act) {
        return script.settled().values().stream().filter(each -> each == act).count();
    }

    private void printStep(Step step) {
        var lines = script.plan().lines().stream()
                .filter(line -> line.step().id().equals(step.id()))
                .toList();
        out.println();
        out.println("STEP " + step.id() + ": " + step.title()
                + (lines.isEmpty()
                        ? ": nobody is left to ask"
                        : ", by " + Table.deadline(lines.get(0).deadline()) + " in "
                                + Table.city(lines.get(0).deadline().zone())));
        if (!step.after().isEmpty()) {
            out.println("  once " + String.join(", ", step.after()) + " is done (?: not yet)");
        }
        var byRung =
                lines.stream().collect(Collectors.groupingBy(line -> line.rung().rung()));
        byRung.keySet().stream().sorted().forEach(rung -> {
            var first = byRung.get(rung).get(0);
            out.println("  rung " + (rung + 1) + ": " + first.rung().definition());
            groups(byRung.get(rung)).forEach(this::printGroup);
        });
    }

    /** Who hears of it at the same time in the same zone, for the same reasons. */
    private static List<List<Preview.Line>> groups(List<Preview.Line> lines) {
        Map<String, List<Preview.Line>> groups = new LinkedHashMap<>();
        for (var line : lines) {
            var key = line.rung().at() + " " + line.zone() + remark(line);
            groups.computeIfAbsent(key, each -> new ArrayList<>()).add(line);
        }
        return groups.values().stream()
                .sorted(Comparator.comparing(group -> group.get(0).rung().at()))
                .toList();
    }

    private void printGroup(List<Preview.Line> group) {
        var first = group.get(0);
        long open = group.stream().filter(Preview.Line::conditional).count();
        var names = group.stream().map(line -> line.recipient().name()).toList();
        out.println("    " + Table.fit(Table.time(first.rung().at(), first.zone()), 22) + " "
                + Table.fit(Table.city(first.zone()), 13) + " "
                + String.format("%4d ", group.size())
                + Table.fit(open == 0 ? "" : "(" + open + "?)", 7)
                + Table.names(names, Table.WIDTH - NAMES_FROM));
        var remark = remark(first);
        if (!remark.isEmpty()) {
            Table.wrapped("^ " + remark, "      ").forEach(out::println);
        }
    }

    private static String remark(Preview.Line line) {
        var rung = line.rung();
        var words = new ArrayList<String>();
        rung.shifts().stream().sorted().map(Shift::words).forEach(words::add);
        if (!rung.at().equals(rung.original())) {
            words.add("instead of " + Table.time(rung.original(), line.zone()));
        }
        if (rung.state() != ReminderState.PLANNED) {
            words.add("will not speak: " + rung.state() + by(rung));
        }
        return String.join(", ", words);
    }

    private static String by(PlannedRung rung) {
        return rung.supersededBy() < 0 ? "" : " by rung " + (rung.supersededBy() + 1);
    }
}
