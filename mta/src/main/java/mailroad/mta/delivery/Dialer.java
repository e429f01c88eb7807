package mailroad.mta.delivery;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.World;
import mailroad.mta.routing.Manner;
import mailroad.mta.routing.Route.Target;
import mailroad.mta.routing.RoutingConfig.TlsDemand;
import mailroad.mta.tls.DaneTrusts;
import mailroad.mta.tls.Protection;
import mailroad.smtp.client.Login;
import mailroad.smtp.client.Opening;
import mailroad.smtp.client.Security;
import mailroad.smtp.client.SmtpClient;
import mailroad.wire.ClientTrust;
import mailroad.wire.Tls;

/** Makes connections and opens sessions over them. Blocks its caller. */
public final class Dialer {
  private final World world;
  private final DeliveryConfig config;
  private final SmtpClient client;
  private final ClientTrust anybody;
  private final ClientTrust proven;
  private final Tokens tokens;
  private final DaneTrusts daneTrusts;

  /**
   * Whom to believe, and what others believe.
   *
   * @param proven whom to believe where a route demands TLS
   * @param tokens those that routes log in with
   */
  public record Credentials(ClientTrust proven, Tokens tokens) {}

  /** A dialer. */
  public Dialer(World world, DeliveryConfig config, SmtpClient client, Credentials credentials) {
    this.world = world;
    this.config = config;
    this.client = client;
    this.anybody = ClientTrust.any();
    this.proven = credentials.proven();
    this.tokens = credentials.tokens();
    this.daneTrusts = new DaneTrusts(world);
  }

  /** What became of a call. */
  public sealed interface Call {
    /**
     * Somebody is there: how the session began.
     *
     * @param from our own address
     */
    record Connected(Opening opening, InetAddress from) implements Call {}

    /** Nobody is there: refused, unreachable; or there is no token to go there with. */
    record Refused(String reason) implements Call {}

    /** Nobody answered in time. */
    record TimedOut(String reason) implements Call {}
  }

  /**
   * A route's demand, where no policy of the other side counts. A password never goes in the clear unless the route
   * says so: with a login, encryption where it is offered becomes encryption or nothing.
   */
  private static Protection protection(TlsDemand demand, Target target) {
    return switch (demand) {
      case NONE -> new Protection.Clear();
      case OPPORTUNISTIC ->
          target.manner().login().isEmpty() ? new Protection.Offered() : new Protection.Encrypted();
      case REQUIRED -> new Protection.Proven(target.host());
    };
  }

  /** The same in the words of the session. */
  private Security security(Protection protection, Target target) {
    return switch (protection) {
      case Protection.Clear() -> new Security.None();
      case Protection.Offered() -> new Security.Opportunistic(Tls.client(anybody, target.host()));
      case Protection.Encrypted() -> new Security.Required(Tls.client(anybody, target.host()));
      case Protection.Proven(var name) -> new Security.Required(Tls.client(proven, name));
      case Protection.Dane wanted ->
          new Security.Required(Tls.client(daneTrusts.of(wanted), wanted.base()));
    };
  }

  /** The address to connect from: one of the route's own of that family, otherwise the usual one. */
  Optional<InetAddress> source(Target target) {
    int octets = target.address().getAddress().length;
    List<InetAddress> pool =
        target.manner().sources().stream()
            .filter(source -> source.getAddress().length == octets)
            .toList();
    return pool.isEmpty()
        ? config.sourceFor(target.address())
        : Optional.of(pool.get(world.random().nextInt(pool.size())));
  }

  /**
   * Calls a host, no policy of its own being asked for.
   *
   * @param tls how TLS is wanted; after a failed handshake the caller may ask for none
   */
  public Call call(Target target, TlsDemand tls) throws InterruptedException {
    return call(target, source(target), protection(tls, target));
  }

  /** Calls a host, protected so. */
  public Call call(Target target, Protection protection) throws InterruptedException {
    return call(target, source(target), protection);
  }

  /** The same from that address of ours. */
  Call call(Target target, Optional<InetAddress> source, Protection protection)
      throws InterruptedException {
    Manner manner = target.manner();
    Optional<Login> login;
    try {
      login = login(manner);
    } catch (IOException e) {
      return new Call.Refused("the token of %s: %s".formatted(manner.login(), e.getMessage()));
    }
    Connection connection;
    try {
      connection = world.network().connect(source, target.endpoint(), config.connectTimeout());
    } catch (SocketTimeoutException e) {
      return new Call.TimedOut(
          "no answer within %d s".formatted(config.connectTimeout().toSeconds()));
    } catch (InterruptedIOException e) {
      InterruptedException cancelled = new InterruptedException("cancelled while connecting");
      cancelled.initCause(e);
      throw cancelled;
    } catch (ConnectException e) {
      return new Call.Refused("connection refused");
    } catch (IOException e) {
      return new Call.Refused(
          Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName()));
    }
    InetAddress from = connection.local().getAddress();
    return new Call.Connected(
        client.open(connection, manner.protocol(), security(protection, target), login), from);
  }

  private Optional<Login> login(Manner manner) throws IOException {
    if (manner.login().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        manner.tokenFile().isEmpty()
            ? new Login(manner.login(), manner.password())
            : Login.byToken(manner.login(), tokens.read(manner.tokenFile())));
  }
}
