package mailroad.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import mailroad.kernel.Network;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class ZoneServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final RunningWorld world = new RunningWorld();
  private ZoneServer server;

  @BeforeEach
  void open() throws IOException, ZoneException {
    Zone example =
        Zone.parse(
            "example.tst",
            """
            $TTL 300
            @ SOA ns hostmaster 1 3600 600 86400 60
            @ NS ns
            @ MX 10 mail
            @ MX 20 backup.other.tst.
            @ MX 30 far.away.
            ns A 192.0.2.53
            mail A 192.0.2.1
            mail AAAA 2001:db8::1
            www CNAME mail
            out CNAME far.away.
            side CNAME host.other.tst.
            toward CNAME x.sub
            dead CNAME nowhere
            loop CNAME pool
            pool CNAME loop
            *.wild MX 5 mail
            host.wild A 192.0.2.8
            a.b.deep TXT "x"
            old DNAME new
            www.new A 192.0.2.9
            sub NS ns.sub
            sub NS ns.other.tst.
            sub DS 1 8 2 AABBAABBAABBAABBAABBAABBAABBAABBAABBAABBAABBAABBAABBAABBAABBAABB
            ns.sub A 192.0.2.54
            x.sub A 192.0.2.55
            _imap._tcp SRV 0 1 143 mail
            %s
            """
                .formatted(
                    java.util.stream.IntStream.range(0, 40)
                        .mapToObj(i -> "big TXT \"" + "z".repeat(60) + i + "\"")
                        .collect(Collectors.joining("\n"))));
    Zone other =
        Zone.parse(
            "other.tst",
            "@ 300 SOA ns h 1 2 3 4 5\n@ 300 NS ns\nns 300 A 192.0.2.60\nhost 300 A 192.0.2.61\n"
                + "backup 300 A 192.0.2.62\n");
    server =
        new ZoneServer(
            world,
            DnsServerConfig.DEFAULT,
            new InetSocketAddress(TestNet.address(1), 0),
            List.of(example, other));
  }

  @AfterEach
  void close() throws InterruptedException {
    server.close();
    server.awaitEnd();
  }

  /** RFC 1034 section 4.3.2: code and aa, then answer / authority / additional, as owner and type. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # question                  | answer
          example.tst MX              | NOERROR aa / @ MX, @ MX, @ MX / / mail A, mail AAAA, backup.other.tst A
          EXAMPLE.tst NS              | NOERROR aa / @ NS / / ns A
          example.tst A               | NOERROR aa / / @ SOA /
          mail.example.tst AAAA       | NOERROR aa / mail AAAA / /
          mail.example.tst HTTPS      | NOERROR aa / / @ SOA /
          nowhere.example.tst A       | NXDOMAIN aa / / @ SOA /
          www.example.tst A           | NOERROR aa / www CNAME, mail A / /
          www.example.tst CNAME       | NOERROR aa / www CNAME / /
          www.example.tst MX          | NOERROR aa / www CNAME / @ SOA /
          out.example.tst A           | NOERROR aa / out CNAME / /
          side.example.tst A          | NOERROR aa / side CNAME, host.other.tst A / /
          dead.example.tst A          | NXDOMAIN aa / dead CNAME / @ SOA /
          loop.example.tst A          | NOERROR aa / loop CNAME, pool CNAME / /
          toward.example.tst A        | NOERROR aa / toward CNAME / sub NS, sub NS / ns.sub A, ns.other.tst A
          x.wild.example.tst MX       | NOERROR aa / x.wild MX / / mail A, mail AAAA
          y.x.wild.example.tst MX     | NOERROR aa / y.x.wild MX / / mail A, mail AAAA
          x.wild.example.tst A        | NOERROR aa / / @ SOA /
          wild.example.tst MX         | NOERROR aa / / @ SOA /
          host.wild.example.tst MX    | NOERROR aa / / @ SOA /
          x.host.wild.example.tst MX  | NXDOMAIN aa / / @ SOA /
          b.deep.example.tst TXT      | NOERROR aa / / @ SOA /
          www.old.example.tst A       | NOERROR aa / old DNAME, www.old CNAME, www.new A / /
          no.old.example.tst A        | NXDOMAIN aa / old DNAME, no.old CNAME / @ SOA /
          old.example.tst DNAME       | NOERROR aa / old DNAME / /
          x.sub.example.tst A         | NOERROR / / sub NS, sub NS / ns.sub A, ns.other.tst A
          sub.example.tst NS          | NOERROR / / sub NS, sub NS / ns.sub A, ns.other.tst A
          sub.example.tst DS          | NOERROR aa / sub DS / /
          _imap._tcp.example.tst SRV  | NOERROR aa / _imap._tcp SRV / / mail A, mail AAAA
          host.other.tst A            | NOERROR aa / host.other.tst A / /
          elsewhere.tst A             | REFUSED / / /
          . NS                        | REFUSED / / /
          mail.example.tst ANY        | NOERROR aa / mail A, mail AAAA / /
          example.tst AXFR            | REFUSED / / /
          """)
  void answers(String question, String expected) throws IOException {
    String[] words = question.split(" ");
    Message query = query(words[0], words[1]);
    assertThat(show(ask(query, false))).isEqualTo(expected);
    assertThat(show(ask(query, true))).isEqualTo(expected);
  }

  @Test
  void aDenialLivesAsLongAsTheSoaSays() throws IOException {
    Message answer = ask(query("nowhere.example.tst", "A"), false);
    assertThat(answer.getSection(Section.AUTHORITY).getFirst().getTTL()).isEqualTo(60);
  }

  @Test
  void keepsTheCaseOfTheQuestion() throws IOException {
    Message answer = ask(query("mAiL.ExAmPle.tSt", "A"), false);
    assertThat(answer.getQuestion().getName()).hasToString("mAiL.ExAmPle.tSt.");
  }

  @Test
  void truncatesWhatDoesNotFitAndTellsAllOverTcp() throws IOException {
    Message query = query("big.example.tst", "TXT");
    Message datagram = ask(query, false);
    assertThat(datagram.getHeader().getFlag(Flags.TC)).isTrue();
    assertThat(datagram.getSection(Section.ANSWER)).isEmpty();
    assertThat(ask(query, true).getSection(Section.ANSWER)).hasSize(40);
  }

  @ParameterizedTest
  @CsvSource({"0, 512", "512, 512", "800, 800", "1232, 1232", "65000, 1232"})
  void sendsNoMoreThanTheAskerTakes(int takes, int octetsMax) throws IOException, ZoneException {
    for (int records = 1; records < 20; records++) {
      StringBuilder text = new StringBuilder("@ 9 SOA ns h 1 2 3 4 5\n@ 9 NS ns\n");
      for (int i = 0; i < records; i++) {
        text.append("x 9 TXT \"").append("q".repeat(70)).append(i).append("\"\n");
      }
      server.replace(Zone.parse("grow.tst", text.toString()));
      Message query = query("x.grow.tst", "TXT");
      if (takes > 0) {
        query.addRecord(new OPTRecord(takes, 0, 0), Section.ADDITIONAL);
      }
      byte[] answer = exchange(query.toWire(), false).getFirst();
      assertThat(answer.length).isLessThanOrEqualTo(octetsMax);
      boolean truncated = new Message(answer).getHeader().getFlag(Flags.TC);
      assertThat(truncated).isEqualTo(ask(query, true).numBytes() > octetsMax);
    }
  }

  @Test
  void speaksEdnsWithWhoeverDoes() throws IOException {
    Message query = query("mail.example.tst", "A");
    assertThat(ask(query, false).getOPT()).isNull();
    query.addRecord(new OPTRecord(4096, 0, 0), Section.ADDITIONAL);
    assertThat(ask(query, false).getOPT().getPayloadSize()).isEqualTo(1232);
    Message later = query("mail.example.tst", "A");
    later.addRecord(new OPTRecord(4096, 0, 1), Section.ADDITIONAL);
    Message answer = ask(later, false);
    assertThat(answer.getRcode()).isEqualTo(Rcode.BADVERS);
    assertThat(answer.getSection(Section.ANSWER)).isEmpty();
  }

  @Test
  void saysWhatItCannotRead() throws IOException {
    Message update = new Message(7);
    update.getHeader().setOpcode(Opcode.UPDATE);
    assertThat(ask(update, false).getRcode()).isEqualTo(Rcode.NOTIMP);
    assertThat(ask(new Message(8), false).getRcode()).isEqualTo(Rcode.FORMERR);
    byte[] cut = java.util.Arrays.copyOf(query("example.tst", "MX").toWire(), 20);
    assertThat(new Message(exchange(cut, false).getFirst()).getRcode()).isEqualTo(Rcode.FORMERR);
    Message chaos = new Message(9);
    chaos.addRecord(
        Record.newRecord(Name.fromConstantString("version.bind."), Type.TXT, DClass.CH),
        Section.QUESTION);
    assertThat(ask(chaos, false).getRcode()).isEqualTo(Rcode.REFUSED);
  }

  @Test
  void neverAnswersAnAnswer() throws IOException {
    Message answer = query("example.tst", "MX");
    answer.getHeader().setFlag(Flags.QR);
    Message query = query("mail.example.tst", "A");
    try (Network.Datagrams port = port()) {
      port.send(answer.toWire(), server.address());
      port.send(new byte[5], server.address());
      port.send(query.toWire(), server.address());
      byte[] first = port.receive(PATIENCE).orElseThrow().content();
      assertThat(new Message(first).getHeader().getID()).isEqualTo(query.getHeader().getID());
    }
  }

  @Test
  void answersManyQuestionsOverOneConnection() throws IOException {
    try (Network.Connection connection = world.network().connect(server.address(), PATIENCE)) {
      Frames frames = new Frames(world, connection, world.now().plus(PATIENCE));
      for (int i = 0; i < 10; i++) {
        frames.write(query("n" + i + ".example.tst", "A").toWire());
      }
      for (int i = 0; i < 10; i++) {
        assertThat(new Message(frames.read(65_535)).getQuestion().getName())
            .hasToString("n" + i + ".example.tst.");
      }
    }
  }

  @Test
  void closesAConnectionTooMany() throws IOException {
    DnsServerConfig one = new DnsServerConfig(4, 1, Duration.ofSeconds(10), 1232, List.of());
    try (ZoneServer small =
            new ZoneServer(
                world, one, new InetSocketAddress(TestNet.address(1), 0), server.zones());
        Network.Connection first = world.network().connect(small.address(), PATIENCE)) {
      Frames frames = new Frames(world, first, world.now().plus(PATIENCE));
      frames.write(query("example.tst", "MX").toWire());
      frames.read(65_535);
      try (Network.Connection second = world.network().connect(small.address(), PATIENCE)) {
        assertThat(second.read(new byte[1], 0, 1, PATIENCE)).isEqualTo(-1);
      }
    }
  }

  @Test
  void servesAZoneAnewOnceReplaced() throws IOException, ZoneException {
    server.replace(
        Zone.parse("other.tst", "@ 9 SOA ns h 2 2 3 4 5\n@ 9 NS ns\nns 9 A 192.0.2.99\n"));
    assertThat(show(ask(query("host.other.tst", "A"), false)))
        .isEqualTo("NXDOMAIN aa / / other.tst SOA /");
    assertThat(server.zones()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void stopsWhenClosed(boolean busy) throws InterruptedException, IOException {
    if (busy) {
      server.misbehave(Misbehaviour.always(new Mischief.Delay(Duration.ofHours(1))));
      try (Network.Datagrams port = port()) {
        port.send(query("example.tst", "MX").toWire(), server.address());
      }
    }
    server.close();
    server.awaitEnd();
    assertThatThrownBy(() -> world.network().connect(server.address(), PATIENCE))
        .isInstanceOf(IOException.class);
  }

  private static Message query(String name, String type) {
    Message query = new Message(4711);
    Name asked = Records.name(name).orElseThrow();
    query.addRecord(Record.newRecord(asked, Type.value(type), DClass.IN), Section.QUESTION);
    return query;
  }

  private Message ask(Message query, boolean tcp) throws IOException {
    Message answer = new Message(exchange(query.toWire(), tcp).getFirst());
    assertThat(answer.getHeader().getID()).isEqualTo(query.getHeader().getID());
    return answer;
  }

  private Network.Datagrams port() throws IOException {
    return world.network().bind(new InetSocketAddress(TestNet.address(2), 0));
  }

  private List<byte[]> exchange(byte[] query, boolean tcp) throws IOException {
    if (tcp) {
      try (Network.Connection connection = world.network().connect(server.address(), PATIENCE)) {
        Frames frames = new Frames(world, connection, world.now().plus(PATIENCE));
        frames.write(query);
        return List.of(frames.read(65_535));
      }
    }
    try (Network.Datagrams port = port()) {
      port.send(query, server.address());
      return List.of(port.receive(PATIENCE).orElseThrow().content());
    }
  }

  private static String show(Message message) {
    List<String> parts = new ArrayList<>();
    boolean authoritative = message.getHeader().getFlag(Flags.AA);
    parts.add(Rcode.string(message.getRcode()) + (authoritative ? " aa" : ""));
    for (int section : new int[] {Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL}) {
      parts.add(
          message.getSection(section).stream()
              .map(r -> owner(r.getName()) + " " + Type.string(r.getType()))
              .collect(Collectors.joining(", ")));
    }
    return String.join(" / ", parts).replaceAll(" +", " ").strip();
  }

  private static String owner(Name name) {
    String text = Records.text(name);
    return text.equals("example.tst") ? "@" : text.replace(".example.tst", "");
  }
}
