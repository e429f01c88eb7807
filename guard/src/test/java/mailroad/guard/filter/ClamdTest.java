package mailroad.guard.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import mailroad.guard.filter.FiltersConfig.OnFailure;
import mailroad.guard.verdict.Demand;
import mailroad.guard.verdict.Evidence;
import mailroad.guard.verdict.Filter;
import mailroad.guard.verdict.Opinion;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.Domain;
import mailroad.kernel.Reply;
import mailroad.wire.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClamdTest {
  private static final Domain US = Domain.parse("us.example").orElseThrow();

  @TempDir private Path folder;

  private static Filter filter(ClamdLine line) {
    return Filters.open(
            FakeProgram.WORLD,
            US,
            FiltersConfig.DEFAULT.with(List.of(line), List.of(), List.of(), List.of()))
        .getFirst();
  }

  /** Reads what clamd would: the command, and the pieces to the one of no length. */
  private static String stream(Wire wire) throws IOException {
    String command = new String(wire.readExactly(10, FakeProgram.PATIENCE), StandardCharsets.UTF_8);
    assertThat(command).isEqualTo("zINSTREAM\0");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (true) {
      int length = ByteBuffer.wrap(wire.readExactly(4, FakeProgram.PATIENCE)).getInt();
      if (length == 0) {
        return out.toString(StandardCharsets.UTF_8);
      }
      assertThat(length).isLessThanOrEqualTo(65_535);
      out.write(wire.readExactly(length, FakeProgram.PATIENCE));
    }
  }

  private static Opinion look(ClamdLine line, Suspect suspect, FakeProgram.Script script)
      throws Exception {
    try (FakeProgram program = FakeProgram.onTcp(script)) {
      ClamdLine there =
          new ClamdLine(
              "",
              program.address(),
              line.mail(),
              line.onMalware(),
              line.spamSignatures(),
              line.spamScore(),
              line.octetsMax(),
              line.timeLimit(),
              line.onFailure(),
              line.connectionsMax());
      return filter(there).look(suspect);
    }
  }

  private static Opinion answered(ClamdLine line, String answer) throws Exception {
    return look(
        line,
        Letters.incoming(Letters.PLAIN),
        (wire, _) -> {
          stream(wire);
          wire.write(answer);
        });
  }

  private static final ClamdLine USUAL = ClamdLine.at("127.0.0.1:1");

  @Test
  void streamsTheOctetsAsTheyCameInPieces() throws Exception {
    AtomicReference<String> seen = new AtomicReference<>("");
    String large = "Subject: x\r\n\r\n" + "0123456789abcde\r\n".repeat(12_000);
    Opinion opinion =
        look(
            USUAL,
            Letters.incoming(large),
            (wire, _) -> {
              seen.set(stream(wire));
              wire.write("stream: OK\0");
            });
    assertThat(seen.get()).isEqualTo(large);
    assertThat(opinion.demand()).isEmpty();
    assertThat(opinion.evidence()).extracting(Evidence::name).containsExactly("clamd-looked");
  }

  @Test
  void isAskedOverASocketInTheFileSystem() throws Exception {
    try (FakeProgram program =
        FakeProgram.onSocket(
            folder.resolve("ctl"),
            (wire, _) -> {
              stream(wire);
              wire.write("stream: Eicar-Test-Signature FOUND\0");
            })) {
      Opinion opinion = filter(ClamdLine.at(program.address())).look(Letters.incoming("A: b\r\n"));
      assertThat(opinion.demand()).contains(new Demand.Quarantine("Malware: Eicar-Test-Signature"));
    }
  }

  @Test
  void treatsMalwareAsTheConfigurationSays() throws Exception {
    String found = "stream: Win.Test FOUND\0";
    assertThat(answered(USUAL, found).demand())
        .contains(new Demand.Quarantine("Malware: Win.Test"));
    assertThat(answered(USUAL.with(ClamdLine.OnMalware.DISCARD), found).demand())
        .contains(new Demand.Discard("Malware: Win.Test"));
    assertThat(answered(USUAL.with(ClamdLine.OnMalware.REFUSE), found).demand())
        .contains(new Demand.Refuse(new Reply(554, "5.7.1", "Malware: Win.Test")));
  }

  @Test
  void signaturesOfSpamAreEvidenceAlone() throws Exception {
    Opinion opinion =
        answered(
            USUAL.withSpam(List.of("Sanesecurity.Spam."), 3),
            "stream: Sanesecurity.Spam.42 FOUND\0");
    assertThat(opinion.demand()).isEmpty();
    assertThat(opinion.evidence().getLast().name()).isEqualTo("clamd-spam");
    assertThat(opinion.evidence().getLast().score()).isEqualTo(3);
  }

  @Test
  void whatItFindsTooLargeIsNoFailure() throws Exception {
    Opinion whole = answered(USUAL, "INSTREAM size limit exceeded. ERROR\0");
    assertThat(whole.evidence().getLast().name()).isEqualTo("clamd-too-large");
    Opinion midway =
        look(
            USUAL,
            Letters.incoming("A: b\r\n\r\n" + "x".repeat(8_000_000)),
            (wire, _) -> {
              wire.readExactly(100_000, FakeProgram.PATIENCE);
              wire.write("INSTREAM size limit exceeded. ERROR\0");
            });
    assertThat(midway.evidence().getLast().name()).isIn("clamd-too-large", "clamd-failed");
  }

  @Test
  void failuresFollowTheRule() throws Exception {
    ClamdLine defers = USUAL.within(0, FakeProgram.PATIENCE, OnFailure.DEFER, 0);
    assertThat(reason(answered(defers, "moo\0"))).contains("it said \"moo\"");
    assertThat(reason(answered(defers, "stream: Can't allocate memory ERROR\0")))
        .contains("Can't allocate memory");
    assertThat(reason(answered(defers, "x".repeat(100_000)))).contains("more than 4096 octets");
    assertThat(reason(answered(defers, "stream: OK"))).contains("closed the connection");
    assertThat(reason(look(defers, Letters.incoming("A: b\r\n"), (_, _) -> {}))).isNotEmpty();
    ClamdLine hasty = USUAL.within(0, Duration.ofMillis(300), OnFailure.DEFER, 0);
    assertThat(
            reason(look(hasty, Letters.incoming("A: b\r\n"), (wire, _) -> FakeProgram.hang(wire))))
        .contains("no answer within");
  }

  @Test
  void nobodyListeningFollowsTheRule() throws Exception {
    try (Socket taken = new Socket()) {
      // A port that is bound and does not listen refuses, and nobody else gets it meanwhile.
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      ClamdLine line =
          ClamdLine.at("127.0.0.1:" + taken.getLocalPort())
              .within(0, Duration.ofSeconds(5), OnFailure.DEFER, 0);
      assertThat(reason(filter(line).look(Letters.incoming("A: b\r\n")))).contains("refused");
    }
  }

  private static String reason(Opinion opinion) {
    assertThat(opinion.demand())
        .isEqualTo(
            Optional.of(
                new Demand.Refuse(
                    new Reply(451, "4.7.1", "Cannot be checked now; try again later"))));
    return opinion.evidence().getFirst().why().toString();
  }
}
