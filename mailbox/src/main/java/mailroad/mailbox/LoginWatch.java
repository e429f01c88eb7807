package mailroad.mailbox;

import java.net.InetAddress;
import mailroad.kernel.EmailAddress;

/** Is told of each login that was decided, over whatever protocol. Any number of tasks call at once; no call waits. */
public interface LoginWatch {
  /** Watches nothing. */
  LoginWatch NONE =
      new LoginWatch() {
        @Override
        public void granted(EmailAddress account, InetAddress peer) {}

        @Override
        public void denied(String login, InetAddress peer, Login.Reason reason, boolean known) {}
      };

  /** Somebody came in. */
  void granted(EmailAddress account, InetAddress peer);

  /**
   * Somebody did not.
   *
   * @param login whom it claimed to be; anything, at most 320 characters
   * @param known whether that account was logged in to from there before, so that its owner may have mistyped
   */
  void denied(String login, InetAddress peer, Login.Reason reason, boolean known);
}
