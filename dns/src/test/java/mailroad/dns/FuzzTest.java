package mailroad.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Octets from anybody: each path that reads them ends in a value, whatever they are. */
class FuzzTest {
  private static final int RUNS = Integer.getInteger("mailroad.fuzz.runs", 4_000);
  private static final Name ZONE = Name.fromConstantString("evil.tst.");
  private static final Question QUESTION =
      new Question(Name.fromConstantString("www.evil.tst."), Type.A);

  static List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    Message query = new Message(1);
    query.addRecord(Record.newRecord(QUESTION.name(), Type.A, DClass.IN), Section.QUESTION);
    query.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
    seeds.add(query.toWire());
    Message answer = new Message(1);
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.AA);
    answer.addRecord(query.getQuestion(), Section.QUESTION);
    String[] lines = {
      "www.evil.tst. CNAME a.evil.tst.",
      "a.evil.tst. A 192.0.2.1",
      "a.evil.tst. AAAA 2001:db8::1",
      "evil.tst. MX 10 a.evil.tst.",
      "evil.tst. TXT \"some text\"",
      "d.evil.tst. DNAME e.evil.tst.",
      "_a._tcp.evil.tst. SRV 1 2 3 a.evil.tst.",
      "_25._tcp.evil.tst. TLSA 3 1 1 ABCDEF",
    };
    for (String line : lines) {
      answer.addRecord(record(line), Section.ANSWER);
    }
    answer.addRecord(record("evil.tst. SOA ns.evil.tst. h.evil.tst. 1 2 3 4 5"), Section.AUTHORITY);
    answer.addRecord(record("www.evil.tst. NS ns.www.evil.tst."), Section.AUTHORITY);
    answer.addRecord(record("ns.www.evil.tst. A 192.0.2.2"), Section.ADDITIONAL);
    answer.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
    seeds.add(answer.toWire());
    return seeds;
  }

  private static Record record(String line) throws IOException {
    String[] words = line.split(" ", 3);
    Name owner = Name.fromString(words[0]);
    return Record.fromString(owner, Type.value(words[1]), DClass.IN, 300, words[2], Name.root);
  }

  private static byte[] mutated(byte[] seed, Random random) {
    byte[] octets = seed.clone();
    int changes = 1 + random.nextInt(6);
    for (int i = 0; i < changes; i++) {
      octets[random.nextInt(octets.length)] =
          random.nextBoolean() ? (byte) 0xc0 : (byte) random.nextInt();
    }
    return random.nextInt(4) == 0
        ? java.util.Arrays.copyOf(octets, random.nextInt(octets.length + 20))
        : octets;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void readsWhateverComes(long seed) throws IOException, ZoneException {
    Random random = new Random(seed);
    List<byte[]> seeds = seeds();
    Authority authority = authority();
    int read = 0;
    for (int i = 0; i < RUNS; i++) {
      byte[] octets;
      if (random.nextInt(5) == 0) {
        octets = new byte[random.nextInt(200)];
        random.nextBytes(octets);
      } else {
        octets = mutated(seeds.get(random.nextInt(seeds.size())), random);
      }
      asServer(octets, authority);
      read += asResolver(octets) ? 1 : 0;
    }
    assertThat(read).isGreaterThan(RUNS / 10);
  }

  static Authority authority() throws ZoneException {
    return new Authority(
        List.of(Zone.parse("evil.tst", "@ SOA ns h 1 2 3 4 5\n@ NS ns\n* A 192.0.2.1\n")));
  }

  static void asServer(byte[] octets, Authority authority) {
    if (Incoming.read(octets, DnsServerConfig.DEFAULT) instanceof Incoming.Asked asked) {
      Question question = asked.question();
      Authority.Reply reply = authority.answer(question.name(), question.type());
      assertThat(new Outgoing(asked, reply).octets(false).length).isLessThanOrEqualTo(1232);
    }
  }

  static boolean asResolver(byte[] octets) {
    Optional<Message> message = Messages.parse(octets);
    message.ifPresent(it -> {
      assertThat(Messages.outcome(it).text()).isNotNull();
      Messages.outcome(it).records().forEach(FuzzTest::isTold);
      use(Reading.of(it, QUESTION, ZONE, 10));
    });
    return message.isPresent();
  }

  private static void use(Reading reading) {
    switch (reading) {
      case Reading.Final(var finding, _) -> {
        finding.aliases().forEach(FuzzTest::isTold);
        if (finding.what() instanceof Finding.Found(var records)) {
          records.forEach(FuzzTest::isTold);
        }
      }
      case Reading.Referral referral -> {
        assertThat(Records.isBelow(referral.zone(), ZONE)).isTrue();
        assertThat(referral.glue()).allMatch(glue -> glue.getName().subdomain(ZONE));
      }
      case Reading.Useless(var why, _) -> assertThat(why).isNotEmpty();
    }
  }

  /** What is believed can be put into words, and those be read back. */
  private static void isTold(Record record) {
    assertThat(Records.line(record)).doesNotContain("\n");
    Records.rr(record)
        .ifPresent(rr -> {
          try {
            assertThat(Records.rr(Records.record(rr)).orElseThrow()).isEqualTo(rr);
          } catch (IOException e) {
            throw new AssertionError(rr.text(), e);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void zonesAreReadOrRefused(long seed) {
    Random random = new Random(seed);
    String alphabet = "@ \n\t\"();\\$.aA0129:-_*CNAMETXTSOAORIGINTTLMX";
    for (int i = 0; i < RUNS / 4; i++) {
      StringBuilder text = new StringBuilder("@ SOA ns h 1 2 3 4 5\n@ NS ns\n");
      int length = random.nextInt(60);
      for (int j = 0; j < length; j++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        assertThat(Zone.parse("tst", text.toString()).lines()).isNotEmpty();
      } catch (ZoneException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  /** A resolver whose server sends garbage fails, in its time, and says so. */
  @ParameterizedTest
  @ValueSource(longs = {6})
  void aResolverOutlivesGarbage(long seed) throws IOException, InterruptedException {
    Random random = new Random(seed);
    TestNet net = new TestNet.Builder().zone(1, ".", "x.tst. A 192.0.2.1\n").open();
    try {
      byte[] valid = seeds().get(1);
      net.misbehave(
          1,
          it -> {
            byte[] octets = mutated(valid, random);
            int from = Math.min(2, octets.length);
            return List.of(
                new Mischief.Garble(java.util.Arrays.copyOfRange(octets, from, octets.length)));
          });
      ResolverConfig config =
          net.config()
              .withTimeouts(
                  new ResolverConfig.Timeouts(
                      Duration.ofMillis(2), Duration.ofMillis(2), Duration.ofMillis(20)));
      for (int i = 0; i < 200; i++) {
        Answer answer = net.iterative(config).resolve("x.tst", RecordType.A);
        assertThat(answer.walk().toString().getBytes(StandardCharsets.UTF_8).length)
            .isLessThan(100_000);
      }
    } finally {
      net.close();
    }
  }
}
