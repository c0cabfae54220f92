package org.lastmile.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.store.Scene.EMAIL;
import static org.lastmile.store.Scene.NOON;
import static org.lastmile.store.Scene.due;
import static org.lastmile.store.Scene.minute;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.lastmile.store.NewFollowUp;
import org.lastmile.store.Scene;

/** What the engine's statements touch on H2 beside 10,000 follow-ups that wait. */
class H2PlanTest {
    private static final Pattern SCANS = Pattern.compile("scanCount: (\\d+)");
    private static final Tables TABLES = new Tables(null, "lm_");

    @Test
    void theEnginesStatementsGoByTheIndexOfTheLane() throws SQLException {
        var source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:plans;DB_CLOSE_DELAY=-1");
        var store = JdbcStore.of(source);
        var guests = new ArrayList<NewFollowUp>();
        for (int i = 0; i < 10_000; i++) {
            guests.add(due(i, minute(i)));
        }
        new Scene(store).goal("party", guests.toArray(NewFollowUp[]::new));
        long now = minute(5_000).toEpochMilli();

        try (var connection = source.getConnection()) {
            short lane = new Lanes(TABLES.lane, Dialect.of(connection)).number(connection, EMAIL);
            var choose = explain(connection, H2.candidateSql(TABLES), lane, now, now, 20, 0);
            var next = explain(connection, Reading.headsSql(TABLES), Long.MIN_VALUE, NOON.toEpochMilli());

            assertThat(List.of(choose, next))
                    .allSatisfy(plan -> assertThat(plan).containsIgnoringCase("lm_follow_up_due"));
            assertThat(choose).contains("index sorted");
            assertThat(scans(choose)).isLessThan(40);
            assertThat(scans(next)).isLessThan(10);
        }
    }

    private static String explain(Connection connection, String sql, Object... parameters) throws SQLException {
        return String.join("\n", Sql.list(connection, "EXPLAIN ANALYZE " + sql, row -> row.getString(1), parameters));
    }

    private static int scans(String plan) {
        return SCANS.matcher(plan)
                .results()
                .mapToInt(scan -> Integer.parseInt(scan.group(1)))
                .max()
                .orElseThrow();
    }
}
