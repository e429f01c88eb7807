package mailroad.checks.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import mailroad.sasl.ClientSide;
import mailroad.sasl.ClientStep;
import mailroad.sasl.Credential;
import mailroad.sasl.Mechanism;
import mailroad.sasl.Peer;
import mailroad.sasl.ServerSide;
import mailroad.sasl.Step;
import mailroad.sasl.TokenError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Logins as attackers say them, and servers that want something else of us than a login. A9. */
class SaslFuzzTest {
  private static final Peer PEER = Peer.inTheClear(InetAddress.ofLiteral("192.0.2.1"));

  private static Deque<byte[]> lines(byte[] octets) {
    Deque<byte[]> lines = new ArrayDeque<>();
    for (String line : new String(octets, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      lines.add(line.getBytes(StandardCharsets.ISO_8859_1));
    }
    return lines;
  }

  @ParameterizedTest
  @EnumSource
  void theServersSide(Mechanism mechanism) {
    Fuzzer.fuzz(
        "sasl",
        octets -> {
          Deque<byte[]> responses = lines(octets);
          Step step = ServerSide.begin(mechanism, PEER, "nonce", true);
          StringBuilder shape = new StringBuilder();
          while (step instanceof Step.Ask(var _, var next) && !responses.isEmpty()) {
            step = next.apply(responses.remove());
            shape.append(step.getClass().getSimpleName());
            if (step instanceof Step.CheckToken(var _, var token, var refused)) {
              assertThat(token).isNotEmpty();
              step = refused.apply(TokenError.INVALID);
            }
          }
          if (step instanceof Step.CheckPassword(var login, var _)) {
            assertThat(step).hasToString("CheckPassword[" + login + "]");
          }
          return shape.toString();
        });
  }

  @Test
  void theClientsSide() {
    ClientSide side = new ClientSide(new Credential.Password("joe", "secret"), PEER, "nonce");
    for (Mechanism mechanism : List.of(Mechanism.SCRAM_SHA_256, Mechanism.LOGIN, Mechanism.PLAIN)) {
      Fuzzer.fuzz(
          "sasl",
          octets -> {
            ClientStep step = side.begin(mechanism, false);
            Deque<byte[]> challenges = lines(octets);
            while (step instanceof ClientStep.Say say && !challenges.isEmpty()) {
              if (mechanism == Mechanism.SCRAM_SHA_256) {
                assertThat(new String(say.response(), StandardCharsets.UTF_8))
                    .doesNotContain("secret");
              }
              step = say.next().apply(challenges.remove());
            }
            return step instanceof ClientStep.Fault(var why) ? why : "said";
          });
    }
  }
}
