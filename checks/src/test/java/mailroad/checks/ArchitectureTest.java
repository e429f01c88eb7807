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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Arrows point down, and nothing but a World touches the world. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("mailroad")
          .that(DescribedPredicate.not(resideInAnyPackage("mailroad.checks..")));

  private static final Rooms ROOMS = Rooms.read();

  /** The picture in docs/architecture.md, lowest first. A room knows only rooms of layers beneath its own. */
  private static final List<Set<String>> LAYERS =
      List.of(
          Set.of("kernel", "records"),
          Set.of("sasl"),
          Set.of("wire", "dns", "mime", "store"),
          Set.of("journal", "smtp", "mailauth"),
          Set.of("mailbox", "mta"),
          Set.of("search"),
          Set.of("mda", "pop3", "imap", "guard"),
          Set.of("transfer"),
          Set.of("app"),
          Set.of("lab"));

  /** Rooms that put the others together: they may use what comes to them through the rooms that they declare. */
  private static final Set<String> ASSEMBLING = Set.of("lab");

  @Test
  void eachRoomIsInOneLayer() {
    assertThat(LAYERS.stream().flatMap(Set::stream))
        .containsExactlyInAnyOrderElementsOf(ROOMS.arrows().keySet());
  }

  @Test
  void allRoomsAreLookedAt() {
    for (String room : ROOMS.arrows().keySet()) {
      assertThat(CLASSES.stream().filter(c -> isIn(c, room))).as("classes of " + room).isNotEmpty();
    }
  }

  @Test
  void arrowsBetweenRoomsPointDown() {
    Set<String> lower = new HashSet<>();
    for (Set<String> layer : LAYERS) {
      for (String room : layer) {
        assertThat(lower)
            .as("the layers under " + room)
            .containsAll(ROOMS.arrows().getOrDefault(room, Set.of()));
      }
      lower.addAll(layer);
    }
  }

  @Test
  void codeKnowsOnlyTheRoomsThatItsPomNames() {
    for (String room : ROOMS.arrows().keySet()) {
      Set<String> known = new TreeSet<>(ROOMS.arrows().getOrDefault(room, Set.of()));
      if (ASSEMBLING.contains(room)) {
        known.addAll(ROOMS.below(room));
      }
      known.add(room);
      noClasses()
          .that()
          .resideInAPackage("mailroad." + room + "..")
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "of rooms other than " + known,
                  c ->
                      c.getPackageName().startsWith("mailroad.")
                          && known.stream().noneMatch(name -> isIn(c, name))))
          .because("the pom of " + room + " names only " + known)
          .check(CLASSES);
    }
  }

  private static boolean isIn(JavaClass c, String room) {
    return (c.getPackageName() + ".").startsWith("mailroad." + room + ".");
  }

  @Test
  void packagesOfARoomDoNotGoInCircles() {
    for (String room : ROOMS.arrows().keySet()) {
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
    // Accessed, not named: the JDK's key and trust managers have a Socket among their parameters,
    // which wire
    // must write down and never touches.
    noClasses()
        .that(areNotTheWorld())
        .should()
        .accessClassesThat()
        .belongToAnyOf(
            java.net.Socket.class,
            java.net.ServerSocket.class,
            java.net.DatagramSocket.class,
            java.net.URL.class,
            java.net.URLConnection.class,
            java.net.http.HttpClient.class,
            javax.net.SocketFactory.class,
            javax.net.ServerSocketFactory.class,
            java.nio.channels.SocketChannel.class,
            java.nio.channels.ServerSocketChannel.class,
            java.nio.channels.DatagramChannel.class)
        .check(CLASSES);
  }

  /** A18: what came from outside must not have the machine's own resolver ask for it. */
  @Test
  void namesAreLookedUpByTheDnsRoomAlone() {
    noClasses()
        .that(areNotTheWorld())
        .should()
        .callMethod(java.net.InetAddress.class, "getByName", String.class)
        .orShould()
        .callMethod(java.net.InetAddress.class, "getAllByName", String.class)
        .orShould()
        .callConstructor(java.net.InetSocketAddress.class, String.class, int.class)
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
  void waitingIsDoneThroughTheWorld() {
    // The engine over RocksDB has a platform thread of its own, which gathers commits into one disk
    // sync; the one
    // over PostgreSQL stands on a pool of connections with threads of their own. The simulated
    // World runs neither.
    noClasses()
        .that(
            areNotTheWorld()
                .and(
                    DescribedPredicate.not(
                        resideInAnyPackage(
                            "mailroad.store.rocksdb..", "mailroad.store.postgres.."))))
        .should()
        .dependOnClassesThat()
        .areAssignableTo(java.util.concurrent.BlockingQueue.class)
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(
            java.util.concurrent.CountDownLatch.class,
            java.util.concurrent.CompletableFuture.class,
            java.util.concurrent.CyclicBarrier.class,
            java.util.concurrent.Semaphore.class,
            java.util.concurrent.locks.Condition.class,
            java.util.concurrent.locks.LockSupport.class)
        .orShould()
        .callMethod(Object.class, "wait")
        .orShould()
        .callMethod(Object.class, "wait", long.class)
        .check(CLASSES);
  }

  @Test
  void filesAreForTheStoreAndTheNode() {
    // kernel's RealWorld makes the admin socket and its folder; the lab writes what it found.
    noClasses()
        .that(
            areNotTheWorld()
                .and(
                    DescribedPredicate.not(
                        resideInAnyPackage(
                            "mailroad.store.rocksdb..", "mailroad.app..", "mailroad.lab.."))))
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(
            java.nio.file.Files.class,
            java.io.File.class,
            java.io.FileInputStream.class,
            java.io.FileOutputStream.class,
            java.io.RandomAccessFile.class,
            java.nio.channels.FileChannel.class)
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

  /** The real World, the simulated one, and what protoc made. */
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
