package mailroad.lab.sim;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The sockets of one machine in one life. */
final class Ports {
  private static final int RANDOM_TRIES = 64;

  private final SimulationConfig config;
  private final SplittableRandom random;
  private final Map<InetSocketAddress, TcpAcceptor> listening = new LinkedHashMap<>();
  private final Map<Path, TcpAcceptor> local = new LinkedHashMap<>();
  private final Map<InetSocketAddress, UdpPort> udp = new LinkedHashMap<>();
  private final Set<Integer> connecting = new HashSet<>();
  private final Set<TcpEnd> connections = new LinkedHashSet<>();

  Ports(SimulationConfig config, SplittableRandom random) {
    this.config = config;
    this.random = random;
  }

  /** The address with a port: the one asked for if it is free, or any free one for port 0. */
  InetSocketAddress reserveTcp(InetSocketAddress at) throws BindException {
    return reserve(at, listening, connecting);
  }

  InetSocketAddress reserveUdp(InetSocketAddress at) throws BindException {
    return reserve(at, udp, Set.of());
  }

  private InetSocketAddress reserve(
      InetSocketAddress at, Map<InetSocketAddress, ?> used, Set<Integer> others)
      throws BindException {
    if (at.getPort() == 0) {
      return new InetSocketAddress(at.getAddress(), free(at.getAddress(), used, others));
    }
    if (isTaken(at, used)) {
      throw new BindException("cannot listen on " + Internet.show(at) + ": address in use");
    }
    return at;
  }

  private int free(InetAddress address, Map<InetSocketAddress, ?> used, Set<Integer> others)
      throws BindException {
    int count = config.portLast() - config.portFirst() + 1;
    int from = random.nextInt(count);
    for (int i = 0; i < count; i++) {
      // At random while that is likely to find one, then in turn, so that the last one is found
      // too.
      int port =
          config.portFirst() + (i < RANDOM_TRIES ? random.nextInt(count) : (from + i) % count);
      if (!others.contains(port) && !isTaken(new InetSocketAddress(address, port), used)) {
        return port;
      }
    }
    for (int port = config.portFirst(); port <= config.portLast(); port++) {
      if (!others.contains(port) && !isTaken(new InetSocketAddress(address, port), used)) {
        return port;
      }
    }
    throw new BindException("no free port is left");
  }

  private static boolean isTaken(InetSocketAddress at, Map<InetSocketAddress, ?> used) {
    if (used.isEmpty()) {
      return false;
    }
    if (used.containsKey(at) || find(at, used).isPresent()) {
      return true;
    }
    return at.getAddress().isAnyLocalAddress()
        && used.keySet().stream().anyMatch(other -> other.getPort() == at.getPort());
  }

  /** What stands at this address, or at its port on all addresses. */
  private static <T> Optional<T> find(InetSocketAddress at, Map<InetSocketAddress, T> used) {
    T exact = used.get(at);
    if (exact != null) {
      return Optional.of(exact);
    }
    return used.entrySet().stream()
        .filter(entry -> entry.getKey().getPort() == at.getPort())
        .filter(entry -> entry.getKey().getAddress().isAnyLocalAddress())
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** A port to connect from. */
  int outgoing(InetAddress from) throws BindException {
    int port = free(from, listening, connecting);
    connecting.add(port);
    return port;
  }

  void releaseOutgoing(int port) {
    connecting.remove(port);
  }

  void add(TcpAcceptor acceptor) {
    listening.put(acceptor.address(), acceptor);
  }

  void remove(TcpAcceptor acceptor) {
    listening.remove(acceptor.address(), acceptor);
    local.values().remove(acceptor);
  }

  Optional<TcpAcceptor> acceptor(InetSocketAddress at) {
    return find(at, listening);
  }

  void add(Path path, TcpAcceptor acceptor) throws BindException {
    if (local.putIfAbsent(path, acceptor) != null) {
      throw new BindException(path + " is in use by a running server");
    }
  }

  @Nullable TcpAcceptor acceptor(Path path) {
    return local.get(path);
  }

  void add(UdpPort port) {
    udp.put(port.address(), port);
  }

  void remove(UdpPort port) {
    udp.remove(port.address(), port);
  }

  Optional<UdpPort> udp(InetSocketAddress at) {
    return find(at, udp);
  }

  void add(TcpEnd end) {
    connections.add(end);
  }

  void remove(TcpEnd end) {
    connections.remove(end);
  }

  List<TcpEnd> connections() {
    return new ArrayList<>(connections);
  }
}
