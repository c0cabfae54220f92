package org.lastmile;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Lane;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Rung;
import org.lastmile.notify.Notifier;

/** Which channels this node serves, how, and which of a rung's channels reaches a recipient (rule R19). */
final class Routes {
    /** No channel is left. */
    static final int NONE = -1;

    private final Map<Channel, Notifier> notifiers;
    private final Map<Channel, ChannelOptions> options;
    private final Set<Channel> servedElsewhere;
    private final @Nullable Notifier fallback;
    private final boolean addressesElsewhere;

    Routes(
            Map<Channel, Notifier> notifiers,
            Map<Channel, ChannelOptions> options,
            Set<Channel> servedElsewhere,
            @Nullable Notifier fallback,
            boolean addressesElsewhere) {
        this.notifiers = Map.copyOf(notifiers);
        this.options = Map.copyOf(options);
        this.servedElsewhere = Set.copyOf(servedElsewhere);
        this.fallback = fallback;
        this.addressesElsewhere = addressesElsewhere;
    }

    /** The notifier of a channel; {@code null} if this node does not serve it. */
    @Nullable
    Notifier notifier(Channel channel) {
        var own = notifiers.get(channel);
        return own != null || servedElsewhere.contains(channel) ? own : fallback;
    }

    /** Whether some node is known to serve it. */
    boolean isKnown(Channel channel) {
        return fallback != null || notifiers.containsKey(channel) || servedElsewhere.contains(channel);
    }

    ChannelOptions options(Channel channel) {
        var told = options.get(channel);
        if (told != null) {
            return told;
        }
        return ChannelOptions.defaultsOf(channel.name());
    }

    /** The first of the rung's channels, from that position, which reaches the recipient; or {@link #NONE}. */
    int reach(Rung rung, Recipient recipient, int from) {
        for (int i = from; i < rung.channels().size(); i++) {
            if (refusal(rung.channels().get(i), recipient) == null) {
                return i;
            }
        }
        return NONE;
    }

    boolean reaches(Channel channel, Recipient recipient) {
        return refusal(channel, recipient) == null;
    }

    /** Which of the rung's channels before that position were passed over, each with the reason; {@code null} if none was. */
    @Nullable
    String passedOver(Rung rung, Recipient recipient, int position) {
        if (position == 0) {
            return null;
        }
        var passed = rung.channels().stream()
                .limit(position)
                .filter(channel -> !reaches(channel, recipient))
                .map(channel -> channel + " " + refusal(channel, recipient))
                .collect(Collectors.joining(", "));
        return passed.isEmpty() ? null : "passed over: " + passed;
    }

    /** Why none of the rung's channels reaches the recipient: the last channel's reason. */
    ReminderState refusal(Rung rung, Recipient recipient) {
        var last = rung.channels().get(rung.channels().size() - 1);
        var why = refusal(last, recipient);
        return why == null ? ReminderState.FAILED : why;
    }

    private @Nullable ReminderState refusal(Channel channel, Recipient recipient) {
        if (addressesElsewhere && recipient.addresses().isEmpty()) {
            return recipient.optedOut().contains(channel) ? ReminderState.OPTED_OUT : null;
        }
        return refusalNow(channel, recipient);
    }

    /** Why a channel does not reach a recipient as they are known right before the send; {@code null} if it does. */
    @Nullable
    ReminderState refusalNow(Channel channel, Recipient recipient) {
        if (recipient.optedOut().contains(channel)) {
            return ReminderState.OPTED_OUT;
        }
        boolean unreachable = options(channel).needsAddress() && recipient.address(channel) == null;
        return unreachable && notifier(channel) != fallback ? ReminderState.NO_ADDRESS : null;
    }

    /** The lane in which a rung waits for that channel; the engine's own if no channel is left. */
    Lane lane(Rung rung, int position) {
        return position == NONE ? Lane.ENGINE : new Lane(rung.channels().get(position), rung.isUrgent());
    }
}
