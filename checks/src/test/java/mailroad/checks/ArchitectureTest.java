package mailroad.checks;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Arrows point down, and nothing but a World touches the world. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("mailroad");

  /** The rooms, lowest first; each with those that it may know, the kernel always among them. */
  private static final Map<String, List<String>> ARROWS =
      Map.ofEntries(
          Map.entry("kernel", List.of()),
          Map.entry("records", List.of()),
          Map.entry("wire", List.of("kernel")),
          Map.entry("dns", List.of("kernel")),
          Map.entry("mime", List.of("kernel")),
          Map.entry("store", List.of("kernel")),
          Map.entry("journal", List.of("kernel", "records", "store")),
          Map.entry("smtp", List.of("kernel", "wire")),
          Map.entry("mailbox", List.of("kernel", "records", "store", "mime", "journal")),
          Map.entry("mda", List.of("kernel", "store", "mime", "mailbox")),
          Map.entry(
              "mta",
              List.of("kernel", "records", "store", "journal", "mime", "dns", "wire", "smtp")),
          Map.entry("pop3", List.of("kernel", "wire", "store", "mailbox")),
          Map.entry("imap", List.of("kernel", "wire", "store", "mime", "mailbox")));

  @Test
  void allRoomsAreLookedAt() {
    for (String room : ARROWS.keySet()) {
      assertThat(CLASSES.stream().filter(c -> c.getPackageName().startsWith("mailroad." + room)))
          .as("classes of " + room)
          .isNotEmpty();
    }
  }

  @Test
  void arrowsPointDown() {
    ARROWS.forEach((room, below) ->
        noClasses()
            .that()
            .resideInAPackage("mailroad." + room + "..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("mailroad..")
                    .and(
                        DescribedPredicate.not(
                            resideInAnyPackage(
                                java.util.stream.Stream.concat(
                                        below.stream(), java.util.stream.Stream.of(room))
                                    .map(name -> "mailroad." + name + "..")
                                    .toArray(String[]::new)))))
            .because(room + " knows only " + below)
            .check(CLASSES));
  }

  @Test
  void packagesOfARoomDoNotGoInCircles() {
    for (String room : ARROWS.keySet()) {
      slices()
          .matching("mailroad." + room + ".(*)..")
          .should()
          .beFreeOfCycles()
          .allowEmptyShould(true)
          .check(CLASSES);
    }
  }

  @Test
  void timeComesFromTheWorld() {
    noClasses()
        .that(areNotTheWorld())
        .should()
        .callMethodWhere(
            target(nameMatching("now|systemUTC|systemDefaultZone|tick.*"))
                .and(target(owner(resideInAnyPackage("java.time.."))))
                .and(
                    DescribedPredicate.describe(
                        "that reads the clock",
                        call -> call.getTarget().getRawParameterTypes().size() <= 1)))
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "sleep", java.time.Duration.class)
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(java.util.Timer.class, java.util.concurrent.ScheduledExecutorService.class)
        .check(CLASSES);
  }

  @Test
  void theNetworkIsReachedThroughTheWorld() {
    noClasses()
        .that(areNotTheWorld())
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(
            java.net.Socket.class,
            java.net.ServerSocket.class,
            java.net.DatagramSocket.class,
            java.net.URLConnection.class,
            java.nio.channels.SocketChannel.class,
            java.nio.channels.ServerSocketChannel.class,
            java.nio.channels.DatagramChannel.class)
        .check(CLASSES);
  }

  @Test
  void randomnessComesFromTheWorld() {
    // Keys are made by the JDK's own generators: a key from a seed would be no key.
    noClasses()
        .that(areNotTheWorld().and(DescribedPredicate.not(resideInAnyPackage("mailroad.wire.."))))
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(
            java.util.Random.class,
            java.util.concurrent.ThreadLocalRandom.class,
            java.security.SecureRandom.class)
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(java.util.UUID.class, "randomUUID")
        .check(CLASSES);
  }

  @Test
  void threadsAreStartedByTheWorld() {
    noClasses()
        .that(areNotTheWorld())
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(
            java.util.concurrent.ExecutorService.class, java.util.concurrent.Executors.class)
        .orShould()
        .callMethod(Thread.class, "start")
        .orShould()
        .callMethod(Thread.class, "startVirtualThread", Runnable.class)
        .orShould()
        .callMethod(Thread.class, "ofVirtual")
        .orShould()
        .callMethod(Thread.class, "ofPlatform")
        .check(CLASSES);
  }

  @Test
  void filesAreForTheStoreAndTheNode() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "mailroad.wire..",
            "mailroad.dns..",
            "mailroad.mime..",
            "mailroad.store",
            "mailroad.store.memory..",
            "mailroad.journal..",
            "mailroad.smtp..",
            "mailroad.mailbox..",
            "mailroad.mda..",
            "mailroad.mta..",
            "mailroad.pop3..",
            "mailroad.imap..")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(
            java.nio.file.Files.class, java.io.File.class, java.nio.channels.FileChannel.class)
        .check(CLASSES);
  }

  @Test
  void nothingIsNamedForWhatItIsNot() {
    noClasses()
        .that()
        .resideInAPackage("mailroad..")
        .and()
        .resideOutsideOfPackage("mailroad.records..")
        .should()
        .haveSimpleNameEndingWith("Impl")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameStartingWith("Abstract")
        .check(CLASSES);
  }

  @Test
  void stateIsNotGlobal() {
    noClasses()
        .that()
        .resideOutsideOfPackages("mailroad.records..")
        .should(
            com.tngtech.archunit.lang.conditions.ArchConditions.have(
                DescribedPredicate.<JavaClass>describe(
                    "a static field that can change",
                    c ->
                        c.getFields().stream()
                            .anyMatch(f ->
                                f.getModifiers().contains(JavaModifier.STATIC)
                                    && !f.getModifiers().contains(JavaModifier.FINAL)
                                    && !f.getModifiers().contains(JavaModifier.SYNTHETIC)))))
        .check(CLASSES);
  }

  /** The real World, the simulated one, and drivers of databases, which bring threads of their own. */
  private static DescribedPredicate<JavaClass> areNotTheWorld() {
    return DescribedPredicate.not(
        DescribedPredicate.<JavaClass>describe(
            "the World",
            c ->
                c.getName().startsWith("mailroad.kernel.Real")
                    || c.getPackageName().startsWith("mailroad.lab.sim")
                    || c.getPackageName().startsWith("mailroad.records")));
  }
}
