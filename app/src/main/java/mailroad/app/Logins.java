package mailroad.app;

import mailroad.mailbox.Authenticator;
import mailroad.mailbox.Login;
import mailroad.smtp.server.Client;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets submission ask the directory who may log in. */
final class Logins implements mailroad.smtp.server.Authenticator {
  private static final Logger LOG = LoggerFactory.getLogger(Logins.class);

  private final Authenticator authenticator;

  Logins(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  @Override
  public Result authenticate(String login, String password, Client client)
      throws InterruptedException {
    try {
      return switch (authenticator.authenticate(login, password, client.remote().getAddress())) {
        case Login.Granted(var account) -> new Result.Granted(account.address());
        case Login.Denied _ -> new Result.Denied();
      };
    } catch (StoreException e) {
      LOG.warn("event=login-failed reason=\"{}\"", e.getMessage());
      return new Result.Unavailable();
    }
  }
}
