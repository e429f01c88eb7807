package mailroad.mailbox;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.World;
import mailroad.sasl.AuthConfig;
import mailroad.sasl.Doorkeeper;
import mailroad.sasl.Mechanism;
import mailroad.sasl.Peer;
import mailroad.sasl.ScramKeys;
import mailroad.sasl.ScramTrial;
import mailroad.sasl.TokenCheck;
import mailroad.sasl.TokenError;
import mailroad.sasl.UnavailableException;
import mailroad.sasl.Verdict;
import mailroad.store.StoreException;

/**
 * Decides who may come in. A login is the address of an account, in any case.
 *
 * <p>Whoever guesses learns nothing: an unknown login costs the same work and gets the same answer as a wrong password,
 * and each failure makes the next try from that address or for that account wait longer. Any number of tasks may use it
 * at once.
 */
public final class Authenticator implements Doorkeeper<Account> {
  private final World world;
  private final Directory directory;
  private final Passwords passwords;
  private final Set<Mechanism> mechanisms;
  private final Optional<TokenCheck> tokens;
  private final Remembered remembered;
  private final Throttle throttle;
  private final ScramSecrets unknown;
  private final Argon2id nobody;
  private volatile LoginWatch watch = LoginWatch.NONE;

  /** Lets in whom the directory knows, by password. */
  public Authenticator(World world, Directory directory, Passwords passwords) {
    this(world, directory, passwords, AuthConfig.DEFAULT, Optional.empty());
  }

  /**
   * Lets in whom the directory knows.
   *
   * @param tokens knows whose a token is; empty takes none
   */
  public Authenticator(
      World world,
      Directory directory,
      Passwords passwords,
      AuthConfig config,
      Optional<TokenCheck> tokens) {
    this.world = world;
    this.directory = directory;
    this.passwords = passwords;
    this.tokens = tokens;
    this.mechanisms = mechanisms(config, passwords.config(), tokens.isPresent());
    this.remembered = new Remembered(world, passwords.config());
    this.throttle = new Throttle(world, passwords.config());
    this.unknown = new ScramSecrets(directory, passwords.config().scramIterations());
    this.nobody = passwords.nobody();
  }

  private static Set<Mechanism> mechanisms(
      AuthConfig config, PasswordConfig passwords, boolean tokens) {
    Set<Mechanism> known = config.known();
    if (!tokens) {
      known.removeIf(Mechanism::takesToken);
    }
    if (passwords.scramIterations() == 0) {
      known.remove(Mechanism.SCRAM_SHA_256);
      known.remove(Mechanism.SCRAM_SHA_256_PLUS);
    }
    return known;
  }

  /** Tells from here on whoever watches of each login. */
  public void watch(LoginWatch by) {
    watch = by;
  }

  @Override
  public Set<Mechanism> mechanisms() {
    return Set.copyOf(mechanisms);
  }

  @Override
  public Verdict<Account> password(String login, String password, Peer peer)
      throws UnavailableException, InterruptedException {
    try {
      return verdict(authenticate(login, password, peer.address()));
    } catch (StoreException e) {
      throw unavailable(e);
    }
  }

  /**
   * Checks a login. Blocks while others are checked, and for the delay that failures before have earned.
   *
   * @param peer from where it comes
   * @throws InterruptedException if the task is cancelled
   */
  public Login authenticate(String login, String password, InetAddress peer)
      throws StoreException, InterruptedException {
    Optional<Accounts.Found> found = find(login);
    if (found.isPresent() && isRemembered(found.get(), password)) {
      return told(granted(found.get()), "password", login, peer, Duration.ZERO);
    }
    Duration delay = delay(peer, name(login));
    Login answer = verify(found, password);
    if (answer instanceof Login.Granted) {
      throttle.succeeded(peer, name(login));
    }
    return told(answer, "password", login, peer, delay);
  }

  private Duration delay(InetAddress peer, String name) throws InterruptedException {
    Duration delay = throttle.begin(peer, name);
    if (delay.isPositive()) {
      world.sleep(delay);
    }
    return delay;
  }

  @Override
  public ScramTrial<Account> scram(String login, Peer peer)
      throws UnavailableException, InterruptedException {
    Duration delay = delay(peer.address(), name(login));
    try {
      ScramKeys never = unknown.of(name(login));
      Optional<Accounts.Found> found = find(login);
      Optional<ScramKeys> own = found.flatMap(some -> Accounts.scram(some.record()));
      return new Trial(
          login, peer.address(), delay, found.filter(_ -> own.isPresent()), own.orElse(never));
    } catch (StoreException e) {
      throw unavailable(e);
    }
  }

  /** One try by SCRAM; who is not found has keys that nothing proves. */
  private final class Trial implements ScramTrial<Account> {
    private final String login;
    private final InetAddress peer;
    private final Duration delay;
    private final Optional<Accounts.Found> found;
    private final ScramKeys keys;

    Trial(
        String login,
        InetAddress peer,
        Duration delay,
        Optional<Accounts.Found> found,
        ScramKeys keys) {
      this.login = login;
      this.peer = peer;
      this.delay = delay;
      this.found = found;
      this.keys = keys;
    }

    @Override
    public ScramKeys keys() {
      return keys;
    }

    @Override
    public Verdict<Account> settle(boolean proven) {
      Login answer = answer(proven);
      if (answer instanceof Login.Granted) {
        throttle.succeeded(peer, name(login));
      }
      return verdict(told(answer, "scram", login, peer, delay));
    }

    private Login answer(boolean proven) {
      if (found.isEmpty()) {
        return new Login.Denied(Login.Reason.NO_ACCOUNT);
      }
      if (!proven) {
        return new Login.Denied(Login.Reason.WRONG_PASSWORD);
      }
      return admitted(found.get());
    }
  }

  @Override
  public Verdict<Account> token(Optional<String> login, String token, Peer peer)
      throws UnavailableException, InterruptedException {
    String said = login.orElse("");
    String name = said.isEmpty() ? "" : name(said);
    Duration delay = delay(peer.address(), name);
    TokenCheck.Result result =
        tokens.isPresent()
            ? tokens.get().check(token)
            : new TokenCheck.Result.Fails(TokenError.INVALID, "no tokens are taken");
    return switch (result) {
      case TokenCheck.Result.Fails(var error, var reason) -> {
        LoginLog.refused(said, reason);
        told(new Login.Denied(Login.Reason.BAD_TOKEN), "token", said, peer.address(), delay);
        yield new Verdict.BadToken<>(error);
      }
      case TokenCheck.Result.Holds(var owner) -> {
        Login answer = owned(List.of(owner), login, Login.Reason.BAD_TOKEN);
        if (answer instanceof Login.Granted) {
          throttle.succeeded(peer.address(), name);
        }
        yield verdict(told(answer, "token", owner.toString(), peer.address(), delay));
      }
    };
  }

  @Override
  public Verdict<Account> certificate(
      Optional<String> login, X509Certificate certificate, Peer peer) throws UnavailableException {
    Login answer = owned(Certificates.owners(certificate), login, Login.Reason.BAD_CERTIFICATE);
    String shown = login.orElse(certificate.getSubjectX500Principal().getName());
    return verdict(told(answer, "certificate", shown, peer.address(), Duration.ZERO));
  }

  /** The account among those that somebody else has vouched for; with several, the client must say which. */
  private Login owned(List<EmailAddress> owners, Optional<String> login, Login.Reason otherwise)
      throws UnavailableException {
    List<EmailAddress> meant =
        owners.stream()
            .filter(owner -> login.isEmpty() || name(login.get()).equals(name(owner.toString())))
            .toList();
    if (meant.size() != 1) {
      return new Login.Denied(otherwise);
    }
    try {
      return directory
          .credentials(meant.getFirst())
          .map(Authenticator::admitted)
          .orElseGet(() -> new Login.Denied(Login.Reason.NO_ACCOUNT));
    } catch (StoreException e) {
      throw unavailable(e);
    }
  }

  private Optional<Accounts.Found> find(String login) throws StoreException {
    Optional<EmailAddress> address = EmailAddress.parse(login);
    return address.isEmpty() ? Optional.empty() : directory.credentials(address.get());
  }

  private boolean isRemembered(Accounts.Found found, String password) {
    return found.record().getEnabled()
        && remembered.knows(
            found.record().getId(), found.record().getPassword(), Passwords.prepared(password));
  }

  private Login verify(Optional<Accounts.Found> found, String password)
      throws StoreException, InterruptedException {
    Argon2id stored =
        found.flatMap(some -> Argon2id.parse(some.record().getPassword())).orElse(nobody);
    Passwords.Check check = passwords.check(stored, password);
    if (check == Passwords.Check.BUSY) {
      return new Login.Denied(Login.Reason.BUSY);
    }
    if (found.isEmpty()) {
      return new Login.Denied(Login.Reason.NO_ACCOUNT);
    }
    if (check == Passwords.Check.WRONG) {
      return new Login.Denied(Login.Reason.WRONG_PASSWORD);
    }
    if (found.get().record().getEnabled()) {
      keep(found.get(), stored, password);
    }
    return admitted(found.get());
  }

  private void keep(Accounts.Found found, Argon2id stored, String password)
      throws StoreException, InterruptedException {
    if (passwords.isOutdated(stored, found.record().getScram().getIterations())) {
      directory.rehash(found, passwords.keep(password));
    } else {
      remembered.add(
          found.record().getId(), found.record().getPassword(), Passwords.prepared(password));
    }
  }

  private static Login admitted(Accounts.Found found) {
    return found.record().getEnabled() ? granted(found) : new Login.Denied(Login.Reason.DISABLED);
  }

  private static Login granted(Accounts.Found found) {
    return new Login.Granted(Accounts.of(found.record()));
  }

  private static Verdict<Account> verdict(Login login) {
    return switch (login) {
      case Login.Granted(var account) -> new Verdict.Granted<>(account);
      case Login.Denied(Login.Reason reason) when reason == Login.Reason.BUSY ->
          new Verdict.Busy<>();
      case Login.Denied _ -> new Verdict.Denied<>();
    };
  }

  /** Logs a login that was decided, and tells who watches. */
  private Login told(Login answer, String how, String login, InetAddress peer, Duration delay) {
    LoginLog.log(answer, how, login, peer, delay);
    switch (answer) {
      case Login.Granted(var account) -> watch.granted(account.address(), peer);
      case Login.Denied(var reason) ->
          watch.denied(LoginLog.bounded(login), peer, reason, throttle.isKnown(peer, name(login)));
    }
    return answer;
  }

  private static UnavailableException unavailable(StoreException e) {
    return new UnavailableException("the store failed: " + e.getMessage(), e);
  }

  /** By what failures are counted: the same for all spellings, whether there is such an account or not. */
  private static String name(String login) {
    return EmailAddress.parse(login)
        .map(address -> Accounts.account(address).toString())
        .orElseGet(() -> LoginLog.bounded(login));
  }
}
