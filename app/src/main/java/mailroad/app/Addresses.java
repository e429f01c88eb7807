package mailroad.app;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Socket addresses as the configuration writes them; host names are not looked up. */
public final class Addresses {
  private static final Pattern SHAPE =
      Pattern.compile("(\\*|\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.]+])(?::(\\d{1,5}))?");

  private Addresses() {}

  /** Reads {@code address:port}, {@code [IPv6]:port} or {@code *:port}; without a port, this one. */
  public static Optional<InetSocketAddress> parse(String text, int portOtherwise) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int port = matcher.group(2) == null ? portOtherwise : Integer.parseInt(matcher.group(2));
    if (port < 0 || port > 65_535) {
      return Optional.empty();
    }
    String host = matcher.group(1);
    if (host.equals("*")) {
      return Optional.of(new InetSocketAddress(port));
    }
    try {
      // Never getByName: what only looks like an address would be asked for as a name.
      return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(host), port));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Reads addresses that a configuration record has checked. */
  public static List<InetSocketAddress> all(List<String> texts, int portOtherwise) {
    return texts.stream().map(text -> parse(text, portOtherwise).orElseThrow()).toList();
  }

  /** Writes an address as {@link #parse} reads it. */
  public static String show(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  static List<String> check(String key, List<String> texts) {
    for (String text : texts) {
      if (parse(text, 0).isEmpty()) {
        throw new IllegalArgumentException(
            "%s has \"%s\", which is not an address such as 127.0.0.1:2525, [::1]:2525 or *:2525"
                .formatted(key, text));
      }
    }
    return List.copyOf(texts);
  }
}
