package org.lastmile.plan.oracle;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Audience;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Hold;
import org.lastmile.goal.OpeningHours;
import org.lastmile.goal.Progress;
import org.lastmile.goal.QuietHours;
import org.lastmile.goal.Recurrence;
import org.lastmile.goal.Standing;
import org.lastmile.goal.Step;

/** The oracle knows the facts, and nothing of how the planner works anything out from them. */
class IndependenceTest {
    private static final JavaClasses ORACLE = new ClassFileImporter()
            .importClasses(
                    Due.class,
                    Expected.class,
                    Facts.class,
                    GroupDeeds.class,
                    GroupEvent.class,
                    GroupLife.class,
                    GroupOccurrence.class,
                    GroupPost.class,
                    GroupReached.class,
                    GroupSeat.class,
                    GroupSeries.class,
                    OracleLife.class,
                    PlacedRung.class,
                    Placing.class,
                    Quiet.class,
                    Situation.class,
                    Walk.class,
                    WallClock.class);

    @Test
    void itSharesNoCodeWithThePlanner() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.lastmile.plan")
                .check(ORACLE);
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("org.lastmile.goal", "org.lastmile.plan.oracle", "java..", "org.jspecify..")
                .check(ORACLE);
    }

    @Test
    void itResolvesLocalTimesByItself() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ZonedDateTime.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ZoneOffsetTransition.class)
                .check(ORACLE);
    }

    @Test
    void itReadsFactsAndLetsThemWorkNothingOut() {
        noClasses()
                .should()
                .callMethod(QuietHours.class, "contains", LocalTime.class)
                .orShould()
                .callMethod(OpeningHours.class, "contains", LocalTime.class)
                .orShould()
                .callMethod(Deadline.class, "instant")
                .orShould()
                .callMethod(Deadline.class, "localDateTime")
                .orShould()
                .callMethod(Deadline.class, "date")
                .orShould()
                .callMethod(Recurrence.class, "next", Deadline.class)
                .orShould()
                .callMethod(Goal.class, "holders", Audience.class)
                .orShould()
                .callMethod(Goal.class, "overseers", Step.class)
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Hold.class, Progress.class, Standing.class)
                .check(ORACLE);
    }
}
