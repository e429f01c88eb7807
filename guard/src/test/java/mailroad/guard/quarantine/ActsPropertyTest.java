package mailroad.guard.quarantine;

import static mailroad.guard.quarantine.Ward.address;
import static mailroad.guard.quarantine.Ward.root;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.QueueId;
import mailroad.store.StoreException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No sequence of acts, crashes among them, loses a copy or delivers one twice. */
class ActsPropertyTest {
  private static final List<EmailAddress> PEOPLE =
      List.of(
          address("anna@local.example"),
          address("bob@local.example"),
          address("carl@local.example"));

  /** What should be true of a message. */
  private static final class Model {
    private final String subject;
    private final Set<EmailAddress> kept;
    private final Set<EmailAddress> delivered = new HashSet<>();

    Model(String subject, Set<EmailAddress> kept) {
      this.subject = subject;
      this.kept = new HashSet<>(kept);
    }
  }

  private final Ward ward = new Ward();
  private final Map<QueueId, Model> models = new HashMap<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void eachCopyIsKeptDeliveredOrDroppedAndNothingTwice(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    PEOPLE.forEach(one -> ward.boxes.account(one.toString()));
    for (int step = 0; step < 150; step++) {
      step(random);
      if (step % 10 == 0) {
        check(seed, step);
      }
    }
    check(seed, 150);
  }

  private void step(SplittableRandom random) throws Exception {
    if (models.isEmpty() || random.nextInt(5) == 0) {
      take(random);
      return;
    }
    List<QueueId> ids = models.keySet().stream().sorted().toList();
    QueueId id = ids.get(random.nextInt(ids.size()));
    boolean stumbles = random.nextInt(4) == 0;
    if (stumbles) {
      ward.disk.failAt(random.nextInt(3), random.nextBoolean());
    }
    Model model = models.get(id);
    Set<EmailAddress> before = Set.copyOf(model.kept);
    try {
      act(random, id, model);
    } catch (StoreException e) {
      ward.crash();
      believe(id, model, before, random);
    }
    if (stumbles) {
      ward.crash();
    }
  }

  private void take(SplittableRandom random) throws Exception {
    String subject = "subject number " + models.size() + " of all";
    List<String> to = new ArrayList<>();
    PEOPLE.stream().filter(_ -> random.nextBoolean()).forEach(one -> to.add(one.toString()));
    if (to.isEmpty()) {
      to.add(PEOPLE.getFirst().toString());
    }
    QueueId id = ward.take("<eve@bad.example>", subject, to.toArray(String[]::new));
    Set<EmailAddress> kept = new HashSet<>();
    to.forEach(one -> kept.add(address(one)));
    models.put(id, new Model(subject, kept));
    ward.world.pass(Duration.ofHours(1 + random.nextInt(12)));
  }

  private void act(SplittableRandom random, QueueId id, Model model) throws Exception {
    EmailAddress somebody = PEOPLE.get(random.nextInt(PEOPLE.size()));
    switch (random.nextInt(9)) {
      case 0 -> released(model, ward.warden.release(id, ReleaseOrder.ALL, root()));
      case 1 -> released(model, ward.warden.release(id, ReleaseOrder.to(somebody), root()));
      case 2 ->
          released(model, ward.warden.release(id, ReleaseOrder.to(somebody).within(), root()));
      case 3 -> {
        if (ward.warden.delete(id, Optional.of(somebody), root()) instanceof Outcome.Done) {
          model.kept.remove(somebody);
        }
      }
      case 4 -> ward.warden.learn(id, Learner.Lesson.GOOD, root());
      case 5 -> ward.warden.open(id, root());
      case 6 -> ward.teller.digests();
      case 7 -> expire();
      default -> ward.crash();
    }
  }

  private static void released(Model model, Outcome outcome) {
    if (outcome instanceof Outcome.Released done) {
      model.kept.removeAll(done.released());
      model.delivered.addAll(done.released());
    }
  }

  private void expire() throws Exception {
    List<QueueId> over = ward.quarantine.shelf().expired(ward.world.now(), 1000);
    ward.warden.expire();
    over.forEach(id -> models.get(id).kept.clear());
  }

  /** The store failed in the middle: what is there now tells what has happened, which must be all of an act or nothing. */
  private void believe(QueueId id, Model model, Set<EmailAddress> before, SplittableRandom random)
      throws Exception {
    for (Map.Entry<QueueId, Model> one : models.entrySet()) {
      if (ward.quarantine.find(one.getKey()).isEmpty() && !one.getKey().equals(id)) {
        one.getValue().kept.clear(); // dropped for its age
      }
    }
    Set<EmailAddress> now = new HashSet<>();
    ward.quarantine.copies(id).forEach(copy -> now.add(copy.address()));
    for (EmailAddress gone : before) {
      if (!now.contains(gone) && count(gone, model.subject) == 1) {
        model.delivered.add(gone);
      }
    }
    model.kept.clear();
    model.kept.addAll(now);
    ward.world.pass(Duration.ofMinutes(random.nextInt(60)));
  }

  private long count(EmailAddress who, String subject) throws Exception {
    return ward.inbox(who.toString()).stream()
        .filter(message -> message.contains("\r\nbody of " + subject + "\r\n"))
        .count();
  }

  private void check(long seed, int step) throws Exception {
    long kept = 0;
    for (Map.Entry<QueueId, Model> one : models.entrySet()) {
      Model model = one.getValue();
      Set<EmailAddress> there = new HashSet<>();
      ward.quarantine.copies(one.getKey()).forEach(copy -> there.add(copy.address()));
      assertThat(there).as("seed %d, step %d, %s", seed, step, model.subject).isEqualTo(model.kept);
      assertThat(ward.quarantine.find(one.getKey()).isPresent()).isEqualTo(!there.isEmpty());
      kept += there.isEmpty() ? 0 : 1;
      for (EmailAddress who : PEOPLE) {
        assertThat(count(who, model.subject))
            .as("seed %d, step %d, %s of %s", seed, step, model.subject, who)
            .isEqualTo(model.delivered.contains(who) ? 1 : 0);
      }
    }
    assertThat(ward.quarantine.shelf().messages()).isEqualTo(kept);
    assertThat(ward.quarantine.list(Query.ALL, Optional.empty(), 1000)).hasSize((int) kept);
  }
}
