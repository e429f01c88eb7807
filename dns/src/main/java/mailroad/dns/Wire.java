package mailroad.dns;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Network;
import mailroad.kernel.World;
import org.xbill.DNS.Message;

/** Sends one query over UDP or TCP and waits for its answer, in the calling task. */
final class Wire {
  private static final InetAddress ANY_IPV4 = InetAddress.ofLiteral("0.0.0.0");
  private static final InetAddress ANY_IPV6 = InetAddress.ofLiteral("::");

  private final World world;
  private final ResolverConfig.Bounds bounds;

  Wire(World world, ResolverConfig.Bounds bounds) {
    this.world = world;
    this.bounds = bounds;
  }

  /** What came back. */
  sealed interface Heard {}

  /**
   * The answer.
   *
   * @param ignored what else came meanwhile and was not believed, in words
   */
  record Answered(Message message, List<String> ignored) implements Heard {}

  /** An answer, but for the case of the letters. */
  record OtherCase() implements Heard {}

  /** So many datagrams that do not match that somebody must be guessing. */
  record Forgeries(List<String> ignored) implements Heard {}

  /** Nothing in time. */
  record Silence(List<String> ignored) implements Heard {}

  /** The server cannot be reached, or what it sent cannot be read. */
  record Broken(String reason, boolean couldSend) implements Heard {}

  Heard overUdp(Query query, InetSocketAddress server, Duration timeout)
      throws InterruptedException {
    InetAddress any = server.getAddress() instanceof Inet6Address ? ANY_IPV6 : ANY_IPV4;
    // A new port for each query, which a forger would have to guess (RFC 5452 section 9.2).
    try (Network.Datagrams port = world.network().bind(new InetSocketAddress(any, 0))) {
      port.send(query.octets(), server);
      return awaitAnswer(port, query, server, timeout);
    } catch (IOException e) {
      return new Broken(reason(e), false);
    }
  }

  private Heard awaitAnswer(
      Network.Datagrams port, Query query, InetSocketAddress server, Duration timeout)
      throws IOException {
    Instant deadline = world.now().plus(timeout);
    List<String> ignored = new ArrayList<>();
    while (ignored.size() <= bounds.forgeriesMax()) {
      Duration left = Duration.between(world.now(), deadline);
      Optional<Network.Datagram> came = left.isPositive() ? port.receive(left) : Optional.empty();
      if (came.isEmpty()) {
        return new Silence(ignored);
      }
      Optional<Heard> heard = judge(came.get(), query, server, ignored);
      if (heard.isPresent()) {
        return heard.get();
      }
    }
    return new Forgeries(ignored);
  }

  /** What the datagram means; empty if it is to be ignored. */
  private static Optional<Heard> judge(
      Network.Datagram datagram, Query query, InetSocketAddress server, List<String> ignored) {
    if (!datagram.from().equals(server)) {
      ignored.add(
          "a datagram from %s, who was not asked".formatted(SocketText.show(datagram.from())));
      return Optional.empty();
    }
    if (!query.bearsId(datagram.content())) {
      ignored.add("a datagram with another id");
      return Optional.empty();
    }
    Optional<Message> message = Messages.parse(datagram.content());
    if (message.isEmpty()) {
      return Optional.of(new Broken("sent what is no DNS message", true));
    }
    return switch (query.match(message.get())) {
      case YES -> Optional.of(new Answered(message.get(), ignored));
      case OTHER_CASE -> Optional.of(new OtherCase());
      case NO -> {
        ignored.add("an answer to another question");
        yield Optional.empty();
      }
    };
  }

  Heard overTcp(Query query, InetSocketAddress server, Duration timeout)
      throws InterruptedException {
    Instant deadline = world.now().plus(timeout);
    try (Network.Connection connection = world.network().connect(server, timeout)) {
      Frames frames = new Frames(world, connection, deadline);
      frames.write(query.octets());
      byte[] octets = frames.read(bounds.tcpOctetsMax());
      return Messages.parse(octets)
          .filter(message -> query.match(message) != Query.Match.NO)
          .<Heard>map(message -> new Answered(message, List.of()))
          .orElseGet(() -> new Broken("sent what is no answer", true));
    } catch (SocketTimeoutException e) {
      return new Silence(List.of());
    } catch (IOException e) {
      return new Broken(reason(e), true);
    }
  }

  /** In words; or the end of the task, if it was cancelled. */
  private static String reason(IOException e) throws InterruptedException {
    if (e instanceof InterruptedIOException) {
      throw (InterruptedException) new InterruptedException("cancelled").initCause(e);
    }
    if (e instanceof EOFException) {
      return "closed the connection";
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
