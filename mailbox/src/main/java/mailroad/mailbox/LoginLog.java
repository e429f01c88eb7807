package mailroad.mailbox;

import java.net.InetAddress;
import java.time.Duration;
import mailroad.kernel.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each login that was decided. */
final class LoginLog {
  private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);
  private static final int LOGIN_LENGTH_MAX = 320;

  private LoginLog() {}

  /** A login may be anything; nobody's address is longer. */
  static String bounded(String login) {
    return login.substring(0, Math.min(login.length(), LOGIN_LENGTH_MAX));
  }

  /** Why a token does not hold: the issuer's administrators ask for it. */
  static void refused(String login, String reason) {
    LOG.warn("event=token-refused login=\"{}\" reason=\"{}\"", shown(login), Text.visible(reason));
  }

  private static String shown(String login) {
    return Text.visible(bounded(login)).replace("\"", "\\\"");
  }

  static Login log(Login answer, String how, String login, InetAddress peer, Duration delay) {
    String shown = shown(login);
    switch (answer) {
      case Login.Granted _ ->
          LOG.info(
              "event=login result=granted by={} login=\"{}\" peer={}",
              how,
              shown,
              peer.getHostAddress());
      case Login.Denied(Login.Reason reason) ->
          LOG.warn(
              "event=login result=denied by={} login=\"{}\" peer={} reason={} delay-ms={}",
              how,
              shown,
              peer.getHostAddress(),
              reason,
              delay.toMillis());
    }
    return answer;
  }
}
