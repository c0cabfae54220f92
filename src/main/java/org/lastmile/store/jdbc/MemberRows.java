package org.lastmile.store.jdbc;

import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Channel;
import org.lastmile.goal.QuietHours;
import org.lastmile.goal.Recipient;

/** Recipients as rows of values, behind the goal and the number they have in it. */
final class MemberRows {
    static final List<Column> COLUMNS =
            Tables.columns("id:t name:t zone:t locale:t quiet_hours:t addresses:t opted_out:t");
    static final int WIDTH = 2 + COLUMNS.size();

    private MemberRows() {}

    static @Nullable Object[] values(long goal, int number, Recipient recipient) {
        var zone = recipient.zone();
        var locale = recipient.locale();
        var quiet = recipient.quietHours();
        return new @Nullable Object[] {
            goal,
            number,
            recipient.id(),
            recipient.name(),
            zone == null ? null : zone.getId(),
            locale == null ? null : locale.toLanguageTag(),
            quiet == null ? null : quiet.toString(),
            TextMap.write(recipient.addresses()),
            TextMap.writeList(recipient.optedOut())
        };
    }

    /**
     * The recipient from the columns behind the key.
     *
     * @throws RuntimeException if something in it cannot be read
     */
    static Recipient read(Fields fields) throws SQLException {
        var id = fields.text();
        var name = fields.text();
        var zone = fields.textOrNull();
        var locale = fields.textOrNull();
        var quiet = fields.textOrNull();
        var addresses = new TreeMap<Channel, String>();
        TextMap.read(fields.text()).forEach((channel, address) -> addresses.put(Channel.of(channel), address));
        var optedOut = new TreeSet<Channel>();
        TextMap.readList(fields.text()).forEach(channel -> optedOut.add(Channel.of(channel)));
        return new Recipient(
                id,
                name,
                zone == null ? null : ZoneId.of(zone),
                locale == null ? null : Locale.forLanguageTag(locale),
                addresses,
                quiet == null ? null : QuietHours.parse(quiet),
                optedOut);
    }
}
