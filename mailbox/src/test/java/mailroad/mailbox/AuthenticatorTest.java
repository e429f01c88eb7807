package mailroad.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import mailroad.mailbox.Login.Reason;
import mailroad.records.AccountRecord;
import mailroad.store.memory.MemoryStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {
  private static final String WRONG = "wrong password";

  private PatientWorld world;
  private House house;
  private Authenticator authenticator;
  private InetAddress peer;

  @BeforeEach
  void open() throws Exception {
    world = new PatientWorld();
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
}
