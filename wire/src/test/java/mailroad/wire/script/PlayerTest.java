package mailroad.wire.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import mailroad.kernel.RealWorld;
import mailroad.kernel.World;
import mailroad.wire.Line;
import mailroad.wire.Listener;
import mailroad.wire.ListenerConfig;
import mailroad.wire.SelfSigned;
import mailroad.wire.ServerKeys;
import mailroad.wire.Service;
import mailroad.wire.Tls;
import mailroad.wire.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlayerTest {
  private static final Duration SECONDS = Duration.ofSeconds(20);

  private final World world = new RealWorld((name, e) -> {});
  private Listener listener;

  @BeforeEach
  void open() throws Exception {
    listener =
        Listener.open(
            world, new InetSocketAddress("127.0.0.1", 0), ListenerConfig.DEFAULT, new Echo());
  }

  @AfterEach
  void close() {
    listener.close();
  }

  @Test
  void playsToTheEnd() throws Exception {
    Outcome outcome =
        play(
            """
            # greeting, one line, several at once, octets that no editor likes
            S: hello *
            C: ${what}
            S: say this
            C+ a\\r\\nb\\x00\\xff\\r
            C+ \\n
            S: a
            S: b\\0\\xff
            C+ bare\\n
            S: bare\\n
            C/ 3 ab
            C: .
            S~ abab*.
            = on second
            S: hello*
            C: TLS
            S: begin
            = tls
            C: secret
            S: secret
            = on first
            C: QUIT
            S: bye
            = closed
            """);
    outcome.check();
    assertThat(outcome.dialogue())
        .contains("C: this", "first C: QUIT", "second -- TLS".substring(7), "-- the server closes");
  }

  @Test
  void saysWhereItDiffers() throws Exception {
    Outcome outcome = play("S: hello *\nC: a\nS: b\n");
    assertThat(outcome)
        .isEqualTo(new Outcome.Differs(3, "b", "a", List.of("S: hello there", "C: a", "S: a")));
    assertThatThrownBy(outcome::check)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("line 3")
        .hasMessageContaining("expected b");
  }

  @Test
  void saysThatTheServerClosed() throws Exception {
    assertThat(play("S: hello*\nC: QUIT\nS: bye\nS: more\n"))
        .isInstanceOfSatisfying(
            Outcome.Differs.class, differs -> assertThat(differs.came()).contains("closed"));
  }

  @Test
  void refusesWhatIsNoScript() {
    assertThatThrownBy(() -> Script.parse("S: a\nX: b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("line 2: not a line of a script: X: b");
    assertThatThrownBy(() -> Script.parse("C: ${x}")).hasMessageContaining("no value for ${x}");
    assertThatThrownBy(() -> Script.parse("= dance")).hasMessageContaining("not an act");
    assertThatThrownBy(() -> Script.parse("C/ 3")).hasMessageContaining("C/ needs");
  }

  private Outcome play(String script) throws IOException {
    return Player.to(world, listener.address(), SECONDS)
        .play(Script.parse(script, Map.of("what", "this")));
  }

  /** Says what it hears. */
  private static final class Echo implements Service {
    private final ServerKeys keys;

    Echo() throws Exception {
      keys =
          ServerKeys.of(
              SelfSigned.make(
                      new RealWorld((name, e) -> {}), List.of("localhost"), Duration.ofDays(1))
                  .identity());
    }

    @Override
    public String name() {
      return "echo";
    }

    @Override
    public String refusal(Refusal why) {
      return "go away";
    }

    @Override
    public void session(Wire wire) throws Exception {
      wire.write("hello there\r\n");
      while (true) {
        wire.flush();
        Line line;
        try {
          line = wire.readLine(1000, SECONDS);
        } catch (EOFException e) {
          return;
        }
        String end = line.ending() == Line.Ending.CRLF ? "\r\n" : "\n";
        switch (line.text()) {
          case "QUIT" -> {
            wire.write("bye\r\n");
            return;
          }
          case "TLS" -> {
            wire.write("begin\r\n");
            wire.startTls(Tls.server(keys), SECONDS);
          }
          case "this" -> wire.write("say this\r\n");
          default -> {
            wire.write(line.octets());
            wire.write(end);
          }
        }
      }
    }
  }
}
