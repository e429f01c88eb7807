package mailroad.mailbox;

import static mailroad.mailbox.House.append;
import static mailroad.mailbox.House.text;
import static org.assertj.core.api.Assertions.assertThat;

import mailroad.kernel.EmailAddress;
import mailroad.kernel.World;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.store.memory.MemoryStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The power fails at every single commit of a removal: what is left is removed later, and nothing else. */
class RemovalTest {
  private static final EmailAddress ANN = EmailAddress.of("ann@b.example");

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRemovedAccountIsGoneWhereverThePowerFailed(boolean takesEffect) throws Exception {
    for (int commits = 0; ; commits++) {
      House house = furnished();
      CrashingStore failing = new CrashingStore(house.store, commits, takesEffect);
      House dying = House.over(house.world, failing, house.config);
      boolean survived = survives(() -> dying.directory.removeAccount(House.JOE));
      MailStore mail = new MailStore(house.world, house.store, house.config);
      mail.resumeRemovals();
      if (house.directory.account(House.JOE).isPresent()) {
        assertThat(commits).isZero(); // the removal had not begun
        house.directory.removeAccount(House.JOE);
      }
      nothingIsLeftOf(house);
      if (survived) {
        assertThat(commits).isGreaterThan(5);
        return;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDeletedMailboxIsGoneWhereverThePowerFailed(boolean takesEffect) throws Exception {
    for (int commits = 0; ; commits++) {
      House house = furnished();
      CrashingStore failing = new CrashingStore(house.store, commits, takesEffect);
      House dying = House.over(house.world, failing, house.config);
      boolean survived = survives(() -> dying.mailboxes().delete(MailboxName.of("Work")));
      new MailStore(house.world, house.store, house.config).resumeRemovals();
      house.mailboxes().delete(MailboxName.of("Work"));
      assertThat(house.mailboxes().usage().messages()).isEqualTo(9);
      assertThat(house.sweep()).isEqualTo(9);
      assertThat(text(house.inbox(), 9)).isEqualTo("inbox 8");
      if (survived) {
        return;
      }
    }
  }

  private interface Act {
    void run() throws StoreException;
  }

  private static boolean survives(Act act) {
    try {
      act.run();
      return true;
    } catch (StoreException e) {
      return false;
    }
  }

  private static House furnished() throws Exception {
    World world = House.world();
    House house = House.over(world, new MemoryStore(world), House.small());
    house.mailboxes().create(MailboxName.of("Work"));
    for (int i = 0; i < 9; i++) {
      append(house.inbox(), "inbox " + i);
      append(house.open("Work"), "work " + i);
    }
    Account ann = ((Outcome.Done<Account>) house.directory.addAccount(ANN, House.PASSWORD)).value();
    append(house.mail.of(ann).inbox(), "hers");
    return house;
  }

  private static void nothingIsLeftOf(House house) throws Exception {
    assertThat(house.directory.account(House.JOE)).isEmpty();
    assertThat(house.sweep()).isEqualTo(18);
    Account ann = house.directory.account(ANN).orElseThrow();
    assertThat(text(house.mail.of(ann).inbox(), 1)).isEqualTo("hers");
    assertThat(house.store.range(Store.Range.under(Key.of("mail", house.joe.id()), 10))).isEmpty();
    assertThat(house.store.range(Store.Range.under(Key.of("purge-box"), 10))).isEmpty();
    assertThat(house.store.range(Store.Range.under(Key.of("purge-account"), 10))).isEmpty();
    // Her six mailboxes are all that stands there.
    assertThat(
            house.store.range(Store.Range.under(Key.of("box"), 1_000)).stream()
                .map(entry -> entry.key().after(Key.of("box")).number())
                .distinct())
        .hasSize(6);
    Outcome<Account> again = house.directory.addAccount(House.JOE, House.PASSWORD);
    Account joe = ((Outcome.Done<Account>) again).value();
    assertThat(joe.id()).isNotEqualTo(house.joe.id());
    assertThat(house.mail.of(joe).usage().messages()).isZero();
  }
}
