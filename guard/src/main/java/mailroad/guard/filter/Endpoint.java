package mailroad.guard.filter;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.kernel.AddressRange;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.World;

/** Where a program listens. */
sealed interface Endpoint {
  /** Over TCP; a name is looked up as the system does, at each connection. */
  record Tcp(String host, int port) implements Endpoint {
    private static final int PORT_MAX = 65_535;
    private static final Pattern HOST_AND_PORT =
        Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)\\]|([A-Za-z0-9._-]+)):([0-9]{1,5})");

    @Override
    public Connection connect(World world, Duration timeout) throws IOException {
      InetSocketAddress to =
          AddressRange.address(host)
              .map(address -> new InetSocketAddress(address, port))
              .orElseGet(() -> InetSocketAddress.createUnresolved(host, port));
      return world.network().connect(to, timeout);
    }

    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /** A socket in the file system. */
  record Local(String path) implements Endpoint {
    @Override
    public Connection connect(World world, Duration timeout) throws IOException {
      return world.network().connectLocal(Path.of(path));
    }

    @Override
    public String toString() {
      return "unix:" + path;
    }
  }

  /** Connects, and says where to if that fails. */
  Connection connect(World world, Duration timeout) throws IOException;

  /** Reads {@code host:port}, {@code [2001:db8::1]:port} or {@code unix:/path}. */
  static Optional<Endpoint> parse(String text) {
    if (text.startsWith("unix:/") && text.indexOf('\0') < 0) {
      return Optional.of(new Local(text.substring("unix:".length())));
    }
    Matcher matcher = Tcp.HOST_AND_PORT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(matcher.group(3));
    String six = matcher.group(1);
    String host = six == null ? matcher.group(2) : six;
    boolean good =
        port >= 1 && port <= Tcp.PORT_MAX && (six == null || AddressRange.address(six).isPresent());
    return good ? Optional.of(new Tcp(host, port)) : Optional.empty();
  }
}
