package org.lastmile.store;

/** What every store promises; a test class for a store inherits it and says how one is made. */
abstract class StoreContract
        implements RegisterContract,
                RoundTripContract,
                ClaimsContract,
                SettleContract,
                AnswersContract,
                PeopleContract,
                AccountsContract,
                LibraryContract,
                HostileTextsContract {}
