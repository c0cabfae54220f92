package org.lastmile.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lastmile.store.StoreException;

class DialectTest {
    @ParameterizedTest
    @CsvSource({
        "PostgreSQL, 12.0, 12, postgresql",
        "PostgreSQL, 18.6 (Debian), 18, postgresql",
        "H2, 2.2.220 (2023-07-04), 2, h2",
        "H2, 2.5.252 (2026-01-01), 2, h2",
        "H2, 3.0.1, 3, h2",
        "MariaDB, 10.6.0-MariaDB, 10, mariadb",
        "MariaDB, 11.4.5-MariaDB-log, 11, mariadb",
        "MySQL, 5.5.5-10.11.6-MariaDB-0+deb12u1, 5, mariadb",
        "MySQL, 8.0.19, 8, mariadb",
        "MySQL, 9.1.0-commercial, 9, mariadb"
    })
    void isFoundByProductAndVersion(String product, String version, int major, String folder) throws SQLException {
        assertThat(Dialect.of(database(product, version, major)).folder()).isEqualTo(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "PostgreSQL, 11.22, 11, PostgreSQL 12 or later",
        "PostgreSQL, 9.6.24, 9, PostgreSQL 12 or later",
        "H2, 2.2.219 (2023-06-11), 2, H2 2.2.220 or later",
        "H2, 2.1.214, 2, H2 2.2.220 or later",
        "H2, 1.4.200 (2019-10-14), 1, H2 2.2.220 or later",
        "H2, unknown, 0, H2 2.2.220 or later",
        "MariaDB, 10.5.28-MariaDB, 10, MariaDB 10.6 or later",
        "MySQL, 5.5.5-10.3.39-MariaDB, 5, MariaDB 10.6 or later",
        "MySQL, 8.0.18, 8, 'MySQL 8.0.19 or later, or MariaDB 10.6 or later'",
        "MySQL, 5.7.44-log, 5, 'MySQL 8.0.19 or later, or MariaDB 10.6 or later'",
        "Oracle, 23.4, 23, 'PostgreSQL 12 or later, MariaDB 10.6 or later or H2 2.2.220 or later'"
    })
    void isRefusedWithTheVersionThatIsNeeded(String product, String version, int major, String needed) {
        assertThatThrownBy(() -> Dialect.of(database(product, version, major)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(product + " " + version)
                .hasMessageContaining("use " + needed);
    }

    private static Connection database(String product, String version, int major) {
        var metaData = (DatabaseMetaData) proxy(DatabaseMetaData.class, method -> switch (method) {
            case "getDatabaseProductName" -> product;
            case "getDatabaseProductVersion" -> version;
            case "getDatabaseMajorVersion" -> major;
            default -> throw new AssertionError(method);
        });
        return (Connection) proxy(Connection.class, method -> metaData);
    }

    private static Object proxy(Class<?> type, java.util.function.Function<String, Object> answers) {
        return Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> answers.apply(method.getName()));
    }
}
