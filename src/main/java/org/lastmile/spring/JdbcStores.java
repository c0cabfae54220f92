package org.lastmile.spring;

import javax.sql.DataSource;
import org.lastmile.store.jdbc.JdbcStore;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/** Stores in the application's database. */
final class JdbcStores {
    private static final String PROXY = "org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy";

    private JdbcStores() {}

    /** Where Spring's transactions are, what is done within one is part of it; what follows waits for its commit. */
    static JdbcStore.Builder builder(DataSource dataSource) {
        return ClassUtils.isPresent(PROXY, JdbcStores.class.getClassLoader())
                ? Transactional.builder(dataSource)
                : JdbcStore.builder(dataSource);
    }

    /** Apart, so that it is loaded only where Spring's transactions are. */
    private static final class Transactional {
        static JdbcStore.Builder builder(DataSource dataSource) {
            return JdbcStore.builder(new TransactionAwareDataSourceProxy(dataSource))
                    .afterCommit(Transactional::afterCommit);
        }

        private static void afterCommit(Runnable task) {
            if (!TransactionSynchronizationManager.isActualTransactionActive()
                    || !TransactionSynchronizationManager.isSynchronizationActive()) {
                task.run();
                return;
            }
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    task.run();
                }
            });
        }
    }
}
