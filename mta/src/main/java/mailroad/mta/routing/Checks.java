package mailroad.mta.routing;

import java.net.InetAddress;
import java.util.List;
import mailroad.kernel.AddressRange;

/** What lines of configuration have in common. */
final class Checks {
  private Checks() {}

  static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  static String nextHop(String text) {
    return "next-hop must be host, [host] or [address], with or without :port, lmtp:host:port,"
        + " group:name, mx, local, hold, discard or reject 550 5.7.1 text: "
        + text;
  }

  static void manner(String login, String password, String tokenFile, List<String> sources) {
    proof(login, password, tokenFile, "");
    for (String source : sources) {
      require(
          AddressRange.address(source).isPresent(),
          "sources must be addresses, not \"%s\"".formatted(source));
    }
  }

  /** A login has one thing that proves it; without a login there is nothing to prove. */
  static void proof(String login, String password, String tokenFile, String prefix) {
    int proofs = (password.isEmpty() ? 0 : 1) + (tokenFile.isEmpty() ? 0 : 1);
    require(
        proofs == (login.isEmpty() ? 0 : 1),
        "%1$slogin and %1$spassword (or %1$stoken-file) belong together".formatted(prefix));
  }

  static List<InetAddress> addresses(List<String> texts) {
    return texts.stream().map(text -> AddressRange.address(text).orElseThrow()).toList();
  }
}
