package mailroad.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.RealWorld;
import mailroad.kernel.World;
import mailroad.smtp.server.RecordingReception.Taken;
import mailroad.wire.Listener;
import mailroad.wire.ListenerConfig;
import mailroad.wire.SelfSigned;
import mailroad.wire.ServerKeys;
import mailroad.wire.Tls;
import mailroad.wire.script.Player;
import mailroad.wire.script.Script;

/** A server at a real port of this machine, and a player of scripts that talks to it. */
final class Port implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final List<Throwable> FAILURES = Collections.synchronizedList(new ArrayList<>());
  private static final World WORLD = new RealWorld((name, e) -> FAILURES.add(e));
  private static final Tls.Handshake TLS = selfSigned();

  final RecordingReception reception = new RecordingReception();
  final Listener listener;

  Port(SmtpServerConfig config) throws IOException {
    SmtpServer server =
        new SmtpServer(
            WORLD,
            config,
            new Domain("mx.example"),
            reception,
            Optional.of(new FakeDoorkeeper()),
            Optional.of(TLS));
    listener =
        Listener.open(WORLD, new InetSocketAddress("127.0.0.1", 0), ListenerConfig.DEFAULT, server);
  }

  /** A server's side of TLS, with a certificate that it has signed itself. */
  static Tls.Handshake tls() {
    return TLS;
  }

  private static Tls.Handshake selfSigned() {
    try {
      SelfSigned own = SelfSigned.make(WORLD, List.of("mx.example"), Duration.ofDays(1));
      return Tls.server(ServerKeys.of(own.identity()));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static World world() {
    return WORLD;
  }

  /** Plays a script, all of which must come out as written. */
  void play(String script) throws IOException {
    Player.to(WORLD, listener.address(), PATIENCE).play(Script.parse(script)).check();
  }

  /** The one message that was taken over; waits for nothing, since its client was answered. */
  Taken message() {
    assertThat(reception.taken).hasSize(1);
    return reception.taken.getFirst();
  }

  @Override
  public void close() {
    try {
      listener.shutdown(PATIENCE);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
    assertThat(FAILURES).isEmpty();
  }
}
