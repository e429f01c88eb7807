package mailroad.mailbox;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who may come in. A login is the address of an account, in any case.
 *
 * <p>Whoever guesses learns nothing: an unknown login costs the same work and gets the same answer as a wrong password,
 * and each failure makes the next try from that address or for that account wait longer. Any number of tasks may use it
 * at once.
 */
public final class Authenticator {
  private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);
  private static final int LOGIN_LENGTH_MAX = 320;

  private final World world;
  private final Directory directory;
  private final Passwords passwords;
  private final Remembered remembered;
  private final Throttle throttle;
  private final Argon2id nobody;

  /** Lets in whom the directory knows. */
  public Authenticator(World world, Directory directory, Passwords passwords) {
    this.world = world;
    this.directory = directory;
    this.passwords = passwords;
    this.remembered = new Remembered(world, passwords.config());
    this.throttle = new Throttle(world, passwords.config());
    this.nobody = passwords.nobody();
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
      Login answer = granted(found.get());
      log(answer, login, peer, Duration.ZERO);
      return answer;
    }
    String name = name(login);
    Duration delay = throttle.begin(peer, name);
    if (delay.isPositive()) {
      world.sleep(delay);
    }
    Login answer = verify(found, password);
    if (answer instanceof Login.Granted) {
      throttle.succeeded(peer, name);
    }
    log(answer, login, peer, delay);
    return answer;
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
    if (!found.get().record().getEnabled()) {
      return new Login.Denied(Login.Reason.DISABLED);
    }
    keep(found.get(), stored, password);
    return granted(found.get());
  }

  private void keep(Accounts.Found found, Argon2id stored, String password)
      throws StoreException, InterruptedException {
    if (passwords.isOutdated(stored)) {
      directory.rehash(found, passwords.hash(password));
    } else {
      remembered.add(
          found.record().getId(), found.record().getPassword(), Passwords.prepared(password));
    }
  }

  private static Login granted(Accounts.Found found) {
    return new Login.Granted(Accounts.of(found.record()));
  }

  /** By what failures are counted: the same for all spellings, whether there is such an account or not. */
  private static String name(String login) {
    return EmailAddress.parse(login)
        .map(address -> Accounts.account(address).toString())
        .orElseGet(() -> bounded(login));
  }

  private static String bounded(String login) {
    return login.substring(0, Math.min(login.length(), LOGIN_LENGTH_MAX));
  }

  private static void log(Login answer, String login, InetAddress peer, Duration delay) {
    String shown = Text.visible(bounded(login)).replace("\"", "\\\"");
    switch (answer) {
      case Login.Granted _ ->
          LOG.info("event=login result=granted login=\"{}\" peer={}", shown, peer.getHostAddress());
      case Login.Denied(Login.Reason reason) ->
          LOG.warn(
              "event=login result=denied login=\"{}\" peer={} reason={} delay-ms={}",
              shown,
              peer.getHostAddress(),
              reason,
              delay.toMillis());
    }
  }
}
