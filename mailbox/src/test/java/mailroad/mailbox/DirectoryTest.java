package mailroad.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.RealWorld;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.mailbox.Outcome.Refusal;
import mailroad.store.memory.MemoryStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectoryTest {
  private static final Domain B = new Domain("b.example");
  private static final EmailAddress ANN = EmailAddress.of("ann@b.example");
  private static final EmailAddress FAR = EmailAddress.of("far@away.example");

  private House house;
  private Directory directory;

  @BeforeEach
  void open() throws Exception {
    house = House.open();
    directory = house.directory;
  }

  private static void refused(Outcome<?> outcome, Refusal refusal) {
    assertThat(outcome).isEqualTo(Outcome.refused(refusal));
  }

  private static void done(Outcome<?> outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void domainsAreListedAndStayWhileTheyAreUsed() throws Exception {
    Domain a = new Domain("a.example");
    done(directory.addDomain(a));
    refused(directory.addDomain(a), Refusal.EXISTS);
    assertThat(directory.domains()).containsExactly(a, B);
    assertThat(directory.isLocal(new Domain("A.Example."))).isTrue();
    refused(directory.removeDomain(B), Refusal.IN_USE);
    done(directory.removeAccount(House.JOE));
    done(directory.setAlias(Alias.catchAll(B, List.of(FAR))));
    refused(directory.removeDomain(B), Refusal.IN_USE);
    done(directory.removeCatchAll(B));
    done(directory.removeDomain(B));
    refused(directory.removeDomain(B), Refusal.NOT_FOUND);
    assertThat(directory.domains()).containsExactly(a);
  }

  @Test
  void accountsAreFoundInAnyCaseAndKeepTheirSpelling() throws Exception {
    EmailAddress spelled = EmailAddress.of("Ann.Lee@B.example");
    done(directory.addAccount(spelled, House.PASSWORD));
    EmailAddress lower = EmailAddress.of("ann.lee@b.example");
    assertThat(directory.account(lower).map(Account::address)).contains(spelled);
    refused(directory.addAccount(lower, House.PASSWORD), Refusal.EXISTS);
    assertThat(directory.accounts())
        .extracting(Account::address)
        .containsExactly(spelled, House.JOE);
  }

  @Test
  void addAccountRefusesForeignDomainsAndBadPasswords() throws Exception {
    refused(directory.addAccount(FAR, House.PASSWORD), Refusal.NO_SUCH_DOMAIN);
    refused(directory.addAccount(ANN, "short"), Refusal.BAD_PASSWORD);
    refused(directory.addAccount(ANN, "x".repeat(1_001)), Refusal.BAD_PASSWORD);
    assertThat(directory.account(ANN)).isEmpty();
  }

  @Test
  void anAddressIsEitherAccountOrAlias() throws Exception {
    done(directory.setAlias(Alias.of(ANN, List.of(FAR))));
    refused(directory.addAccount(ANN, House.PASSWORD), Refusal.EXISTS);
    refused(directory.setAlias(Alias.of(House.JOE, List.of(FAR))), Refusal.EXISTS);
    done(directory.removeAlias(ANN));
    done(directory.addAccount(ANN, House.PASSWORD));
  }

  @Test
  void aliasesAreSetReplacedListedAndRemoved() throws Exception {
    EmailAddress sales = EmailAddress.of("Sales@b.example");
    done(directory.setAlias(Alias.of(sales, List.of(FAR))));
    done(directory.setAlias(Alias.of(sales, List.of(House.JOE, FAR))));
    done(directory.setAlias(Alias.catchAll(B, List.of(House.JOE))));
    assertThat(directory.aliases())
        .containsExactly(
            Alias.catchAll(B, List.of(House.JOE)), Alias.of(sales, List.of(House.JOE, FAR)));
    assertThat(directory.alias(EmailAddress.of("SALES@b.example"))).isPresent();
    assertThat(directory.catchAll(B).map(Alias::name)).contains("@b.example");
    refused(directory.removeAlias(ANN), Refusal.NOT_FOUND);
    done(directory.removeAlias(sales));
    assertThat(directory.alias(sales)).isEmpty();
    refused(directory.setAlias(Alias.of(FAR, List.of(House.JOE))), Refusal.NO_SUCH_DOMAIN);
  }

  @Test
  void anAliasHasAsManyTargetsAsFitIntoARecord() throws Exception {
    List<EmailAddress> many = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      many.add(EmailAddress.of("a" + i + "@far.example"));
    }
    done(directory.setAlias(Alias.of(ANN, many)));
    assertThat(directory.alias(ANN).orElseThrow().targets()).isEqualTo(many);
    many.addAll(List.copyOf(many));
    refused(directory.setAlias(Alias.of(ANN, many)), Refusal.TOO_MANY);
  }

  @Test
  void quotaAndEnabledAreChanged() throws Exception {
    done(directory.quota(House.JOE, 5, 7));
    done(directory.enabled(House.JOE, false));
    Account joe = directory.account(House.JOE).orElseThrow();
    assertThat(joe.quotaOctets()).isEqualTo(5);
    assertThat(joe.quotaMessages()).isEqualTo(7);
    assertThat(joe.enabled()).isFalse();
    refused(directory.quota(ANN, 5, 7), Refusal.NOT_FOUND);
    refused(directory.password(ANN, House.PASSWORD), Refusal.NOT_FOUND);
  }

  @Test
  void aNewAccountOfAnOldAddressHasNothingOfIt() throws Exception {
    House.append(house.inbox(), "secret");
    long validity = house.inbox().uidValidity();
    done(directory.removeAccount(House.JOE));
    refused(directory.removeAccount(House.JOE), Refusal.NOT_FOUND);
    done(directory.addAccount(House.JOE, House.PASSWORD));
    Account again = directory.account(House.JOE).orElseThrow();
    Mailbox inbox = house.mail.of(again).inbox();
    assertThat(inbox.snapshot().messages()).isEmpty();
    assertThat(inbox.uidValidity()).isGreaterThan(validity);
    assertThat(house.sweep()).isEqualTo(1);
  }

  @Test
  void listsMoreThanOneChunk() throws Exception {
    for (int i = 0; i < 2_100; i++) {
      done(directory.setAlias(Alias.of(EmailAddress.of("a" + i + "@b.example"), List.of(FAR))));
    }
    assertThat(directory.aliases()).hasSize(2_100).doesNotHaveDuplicates();
  }

  @Test
  void anAddressThatManyAddAtOnceIsOneAccountWhichHasADomain() throws Exception {
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    World world = new RealWorld((_, e) -> failures.add(e));
    House busy = House.over(world, new MemoryStore(world), MailboxConfig.DEFAULT);
    ConcurrentLinkedQueue<Outcome<Account>> outcomes = new ConcurrentLinkedQueue<>();
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tasks.add(
          world.start("add", () -> outcomes.add(busy.directory.addAccount(ANN, House.PASSWORD))));
      tasks.add(world.start("remove", () -> busy.directory.removeDomain(B)));
    }
    for (Task task : tasks) {
      task.join();
    }
    assertThat(failures).isEmpty();
    assertThat(outcomes.stream().filter(Outcome.Done.class::isInstance)).hasSize(1);
    assertThat(busy.directory.isLocal(B)).isTrue();
  }
}
