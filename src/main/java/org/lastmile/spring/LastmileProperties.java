package org.lastmile.spring;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lastmile.ChannelOptions;
import org.lastmile.ChannelOptions.Doubt;
import org.lastmile.ChannelOptions.Rate;
import org.lastmile.LastmileBuilder;
import org.lastmile.store.jdbc.JdbcStore.SchemaMode;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code application.properties} can say. What is not set is as the library has it.
 *
 * @param enabled whether there is an instance at all
 * @param background whether it sends by itself; if not, the application calls {@code runDue()}
 * @param schema what becomes of the tables
 * @param schemaName in which schema they are
 * @param tablePrefix what their names begin with
 * @param waitUpTo how long to wait for the database at the start
 * @param lease how long a claim holds if its node dies
 * @param poll how long an idle node sleeps at most
 * @param shutdown how long closing waits for sends that are running
 * @param acknowledgedFor how long an acknowledgement holds that does not say so
 * @param unhealthyAfter how long a reminder may be due before health says down
 * @param servedElsewhere channels that only other nodes send by
 * @param cap at most so many messages for each recipient
 * @param ladders ladders by name, in their text form
 * @param channels how channels are served, by name
 */
@ConfigurationProperties("lastmile")
record LastmileProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("true") boolean background,
        @Nullable SchemaMode schema,
        @Nullable String schemaName,
        @Nullable String tablePrefix,
        @Nullable Duration waitUpTo,
        @Nullable Duration lease,
        @Nullable Duration poll,
        @Nullable Duration shutdown,
        @Nullable Duration acknowledgedFor,
        @DefaultValue("10m") Duration unhealthyAfter,
        @DefaultValue List<String> servedElsewhere,
        @Nullable Cap cap,
        @DefaultValue Map<String, String> ladders,
        @DefaultValue Map<String, Channel> channels) {

    /** At most so many messages in a time. */
    record Cap(int messages, Duration per) {}

    /** As {@link ChannelOptions}; what is not set is as it is there. */
    record Channel(
            @Nullable Integer concurrency,
            @Nullable Duration timeout,
            @Nullable Integer attempts,
            @Nullable Duration backoff,
            @Nullable Doubt whenUnknown,
            @Nullable Boolean needsAddress,
            @Nullable SendRate rate,
            @Nullable Integer breaker) {
        /** At most so many sends in a time. */
        record SendRate(int sends, Duration per) {}

        /** With what is set here instead of what is there. */
        ChannelOptions over(ChannelOptions there) {
            return new ChannelOptions(
                    concurrency == null ? there.concurrency() : concurrency,
                    timeout == null ? there.timeout() : timeout,
                    attempts == null ? there.attempts() : attempts,
                    backoff == null ? there.backoff() : backoff,
                    whenUnknown == null ? there.whenUnknown() : whenUnknown,
                    needsAddress == null ? there.needsAddress() : needsAddress,
                    rate == null ? there.rate() : new Rate(rate.sends(), rate.per()),
                    breaker == null ? there.breaker() : breaker);
        }
    }

    /** The options of a channel; {@code null} if nothing is said of it. */
    @Nullable
    ChannelOptions options(String channel) {
        var said = channels.get(channel);
        return said == null ? null : said.over(ChannelOptions.defaultsOf(channel));
    }

    void apply(LastmileBuilder builder) {
        if (lease != null) {
            builder.lease(lease);
        }
        if (poll != null) {
            builder.poll(poll);
        }
        if (shutdown != null) {
            builder.shutdown(shutdown);
        }
        if (acknowledgedFor != null) {
            builder.acknowledgedFor(acknowledgedFor);
        }
        if (cap != null) {
            builder.cap(cap.messages(), cap.per());
        }
        builder.servedElsewhere(servedElsewhere.toArray(String[]::new));
    }
}
