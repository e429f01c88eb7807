package mailroad.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import mailroad.kernel.SteppedWorld;
import mailroad.mailbox.Login.Reason;
import mailroad.records.AccountRecord;
import mailroad.sasl.ClientSide;
import mailroad.sasl.ClientStep;
import mailroad.sasl.Credential;
import mailroad.sasl.Mechanism;
import mailroad.sasl.Peer;
import mailroad.sasl.ScramKeys;
import mailroad.sasl.ScramTrial;
import mailroad.sasl.ServerSide;
import mailroad.sasl.Step;
import mailroad.sasl.Verdict;
import mailroad.store.Batch;
import mailroad.store.memory.MemoryStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {
  private static final String WRONG = "wrong password";

  private SteppedWorld world;
  private House house;
  private Authenticator authenticator;
  private InetAddress peer;

  @BeforeEach
  void open() throws Exception {
    world = new SteppedWorld(House.NOON);
    house = House.over(world, new MemoryStore(world), MailboxConfig.DEFAULT);
    authenticator = authenticator(House.CHEAP);
    peer = address("192.0.2.1");
  }

  private Authenticator authenticator(PasswordConfig config) {
    return new Authenticator(world, house.directory, new Passwords(world, config));
  }

  private static InetAddress address(String text) throws Exception {
    return InetAddress.getByName(text);
  }

  private Login login(String login, String password) throws Exception {
    return authenticator.authenticate(login, password, peer);
  }

  private static void denied(Login login, Reason reason) {
    assertThat(login).isEqualTo(new Login.Denied(reason));
  }

  private List<Long> delays() {
    return world.sleeps().stream().map(Duration::toSeconds).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"joe@b.example", "JOE@B.EXAMPLE", "\"joe\"@b.example", "joe@b.example."})
  void theAddressInAnySpellingIsTheLogin(String login) throws Exception {
    boolean isAddress = !login.endsWith(".");
    assertThat(login(login, House.PASSWORD) instanceof Login.Granted).isEqualTo(isAddress);
  }

  @Test
  void whoIsUnknownWrongOrDisabledStaysOut() throws Exception {
    denied(login("nobody@b.example", House.PASSWORD), Reason.NO_ACCOUNT);
    denied(login("joe", House.PASSWORD), Reason.NO_ACCOUNT);
    denied(login("", ""), Reason.NO_ACCOUNT);
    denied(login("joe@b.example", WRONG), Reason.WRONG_PASSWORD);
    denied(
        login("joe@b.example", House.PASSWORD.toUpperCase(java.util.Locale.ROOT)),
        Reason.WRONG_PASSWORD);
    denied(login("joe@b.example", "x".repeat(5_000)), Reason.WRONG_PASSWORD);
    house.directory.enabled(House.JOE, false);
    denied(login("joe@b.example", House.PASSWORD), Reason.DISABLED);
    denied(login("joe@b.example", WRONG), Reason.WRONG_PASSWORD);
  }

  /** RFC 8265 section 4.2.2: the same password, typed on another keyboard. */
  @Test
  void aPasswordIsTheSameHoweverItsLettersWereComposed() throws Exception {
    house.directory.password(House.JOE, "gr\u00FCne \u00A0Wiese");
    assertThat(login("joe@b.example", "gru\u0308ne  Wiese")).isInstanceOf(Login.Granted.class);
  }

  @Test
  void aChangedPasswordCountsAtOnce() throws Exception {
    assertThat(login("joe@b.example", House.PASSWORD)).isInstanceOf(Login.Granted.class);
    house.directory.password(House.JOE, "another password");
    denied(login("joe@b.example", House.PASSWORD), Reason.WRONG_PASSWORD);
    assertThat(login("joe@b.example", "another password")).isInstanceOf(Login.Granted.class);
  }

  @Test
  void aRememberedLoginOfADisabledAccountStaysOut() throws Exception {
    login("joe@b.example", House.PASSWORD);
    house.directory.enabled(House.JOE, false);
    denied(login("joe@b.example", House.PASSWORD), Reason.DISABLED);
  }

  @Test
  void theLoginTellsTheQuotaThatIsSetNow() throws Exception {
    login("joe@b.example", House.PASSWORD);
    house.directory.quota(House.JOE, 1, 2);
    Login.Granted granted = (Login.Granted) login("joe@b.example", House.PASSWORD);
    assertThat(granted.account().quotaOctets()).isEqualTo(1);
  }

  @Test
  void failuresMakeTheNextTryWaitLongerAndLongerUpToABound() throws Exception {
    for (int i = 0; i < 10; i++) {
      denied(login("joe@b.example", WRONG), Reason.WRONG_PASSWORD);
    }
    assertThat(delays()).containsExactly(1L, 2L, 4L, 8L, 15L, 15L, 15L);
  }

  @Test
  void anUnknownLoginWaitsAsAKnownOneDoes() throws Exception {
    for (int i = 0; i < 5; i++) {
      denied(login(i % 2 == 0 ? "no@b.example" : "NO@b.example", WRONG), Reason.NO_ACCOUNT);
    }
    assertThat(delays()).containsExactly(1L, 2L);
  }

  @Test
  void failuresCountForTheAccountWhereverTheyComeFromAndForThePeerWhomeverItTries()
      throws Exception {
    for (int i = 1; i <= 4; i++) {
      authenticator.authenticate("joe@b.example", WRONG, address("192.0.2." + i));
    }
    assertThat(delays()).containsExactly(1L);
    world.sleeps().clear();
    for (int i = 1; i <= 4; i++) {
      authenticator.authenticate("u" + i + "@b.example", WRONG, address("2001:db8::" + i));
    }
    assertThat(delays()).containsExactly(1L);
  }

  @Test
  void successForgivesTheAccountAndTimeForgivesAll() throws Exception {
    for (int i = 0; i < 4; i++) {
      login("joe@b.example", WRONG);
    }
    world.sleeps().clear();
    login("joe@b.example", House.PASSWORD);
    assertThat(delays()).containsExactly(2L);
    world.sleeps().clear();
    authenticator.authenticate("joe@b.example", WRONG, address("198.51.100.1"));
    assertThat(delays()).isEmpty();
    world.pass(Duration.ofHours(1));
    login("joe@b.example", WRONG);
    assertThat(delays()).isEmpty();
  }

  @Test
  void aRememberedLoginNeverWaits() throws Exception {
    login("joe@b.example", House.PASSWORD);
    for (int i = 0; i < 6; i++) {
      login("joe@b.example", WRONG);
    }
    world.sleeps().clear();
    assertThat(login("joe@b.example", House.PASSWORD)).isInstanceOf(Login.Granted.class);
    assertThat(delays()).isEmpty();
    world.pass(Duration.ofMinutes(11));
    login("joe@b.example", House.PASSWORD);
    assertThat(delays()).hasSize(1);
  }

  @Test
  void aPasswordIsHashedAnewWhenTheParametersHaveGrown() throws Exception {
    authenticator = authenticator(House.CHEAP.withCost(128, 2));
    assertThat(login("joe@b.example", House.PASSWORD)).isInstanceOf(Login.Granted.class);
    AccountRecord record = Accounts.record(house.store, House.JOE).orElseThrow().record();
    assertThat(record.getPassword()).startsWith("$argon2id$v=19$m=128,t=2,p=1$");
    assertThat(login("joe@b.example", House.PASSWORD)).isInstanceOf(Login.Granted.class);
  }

  @Test
  void thePasswordStandsNowhereInTheStore() throws Exception {
    AccountRecord record = Accounts.record(house.store, House.JOE).orElseThrow().record();
    assertThat(record.getPassword()).startsWith("$argon2id$").doesNotContain(House.PASSWORD);
    assertThat(house.joe.toString()).doesNotContain("argon2");
  }

  /** A9: who guesses from everywhere makes himself wait, not the owner where the owner has been before. */
  @Test
  void anAttackerDoesNotKeepTheOwnerOutA9() throws Exception {
    authenticator = authenticator(House.CHEAP);
    login("joe@b.example", House.PASSWORD);
    world.pass(Duration.ofHours(1));
    for (int i = 1; i <= 60; i++) {
      authenticator.authenticate("joe@b.example", WRONG, address("198.51.100." + i));
    }
    assertThat(delays().getLast()).isEqualTo(15);
    world.sleeps().clear();
    assertThat(login("joe@b.example", House.PASSWORD)).isInstanceOf(Login.Granted.class);
    assertThat(delays()).isEmpty();
    authenticator.authenticate("joe@b.example", WRONG, address("203.0.113.1"));
    assertThat(delays()).as("a stranger still waits").containsExactly(15L);
  }

  private Verdict<Account> scram(String login, String password) throws Exception {
    Peer client = Peer.inTheClear(peer);
    ClientSide side = new ClientSide(new Credential.Password(login, password), client, "nonce");
    ClientStep.Say first = side.begin(Mechanism.SCRAM_SHA_256, false);
    ScramTrial<Account> trial = authenticator.scram(login, client);
    Step.FindKeys find =
        (Step.FindKeys)
            ServerSide.begin(Mechanism.SCRAM_SHA_256, client, "server", false)
                .next()
                .apply(first.response());
    Step.Ask offer = (Step.Ask) find.next().apply(trial.keys());
    ClientStep.Say second = (ClientStep.Say) first.next().apply(offer.challenge());
    return trial.settle(((Step.Proof) offer.next().apply(second.response())).right());
  }

  @Test
  void scramLetsInWhoKnowsThePassword() throws Exception {
    assertThat(scram("JOE@b.example", House.PASSWORD)).isInstanceOf(Verdict.Granted.class);
    assertThat(scram("joe@b.example", WRONG)).isInstanceOf(Verdict.Denied.class);
    assertThat(scram("nobody@b.example", House.PASSWORD)).isInstanceOf(Verdict.Denied.class);
    house.directory.enabled(House.JOE, false);
    assertThat(scram("joe@b.example", House.PASSWORD)).isInstanceOf(Verdict.Denied.class);
  }

  /** A9: the salt of a login that nobody has is the same each time, also after a restart. */
  @Test
  void scramTellsNobodyWhoHasAnAccountA9() throws Exception {
    Peer client = Peer.inTheClear(peer);
    ScramKeys keys = authenticator.scram("no@b.example", client).keys();
    assertThat(authenticator(House.CHEAP).scram("NO@b.example", client).keys().salt())
        .isEqualTo(keys.salt())
        .hasSameSizeAs(authenticator.scram("joe@b.example", client).keys().salt());
    assertThat(keys.iterations())
        .isEqualTo(authenticator.scram("joe@b.example", client).keys().iterations());
    assertThat(authenticator.scram("other@b.example", client).keys().salt())
        .isNotEqualTo(keys.salt());
  }

  @Test
  void anAccountFromBeforeScramGetsItsKeysAtItsNextLogin() throws Exception {
    Accounts.Found found = Accounts.record(house.store, House.JOE).orElseThrow();
    house.store.commit(
        new Batch()
            .put(found.key(), found.record().toBuilder().clearScram().build().toByteArray()));
    assertThat(scram("joe@b.example", House.PASSWORD)).isInstanceOf(Verdict.Denied.class);
    assertThat(login("joe@b.example", House.PASSWORD)).isInstanceOf(Login.Granted.class);
    assertThat(scram("joe@b.example", House.PASSWORD)).isInstanceOf(Verdict.Granted.class);
  }
}
