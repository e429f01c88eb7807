package mailroad.lab.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import mailroad.dns.FixedResolver;
import mailroad.dns.Resolver;
import mailroad.guard.report.DmarcReportConfig;
import mailroad.guard.report.DmarcReports;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueIds;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Why;
import mailroad.kernel.World;
import mailroad.lab.sim.Simulation;
import mailroad.mailauth.Authentication;
import mailroad.mailauth.MailAuth;
import mailroad.mailauth.MailAuthConfig;
import mailroad.mailauth.Question;
import mailroad.mailauth.suffix.SuffixList;
import mailroad.mime.Header;
import mailroad.mime.Octets;
import mailroad.mta.gate.Arriving;
import mailroad.mta.gate.Judgement;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.smtp.server.Client;
import mailroad.smtp.server.Hello;
import mailroad.store.memory.MemoryStore;
import org.junit.jupiter.api.Test;

/** Aggregate reports in virtual time: a day's messages are told of once (RFC 7489 section 7.2). */
class DmarcReportFlowTest {
  private static final String RECORDS =
      """
      a.com. 60 IN TXT "v=spf1 ip4:192.0.2.7 -all"
      _dmarc.a.com. 60 IN TXT "v=DMARC1; p=reject; rua=mailto:agg@a.com,mailto:all@watch.net!10m,mailto:x@deaf.org,mailto:tiny@a.com!10"
      a.com._report._dmarc.watch.net. 60 IN TXT "v=DMARC1"
      _dmarc.b.com. 60 IN TXT "v=DMARC1; p=none"
      """;

  private final Simulation simulation = new Simulation(7);
  private final World world = simulation.machine("here", "10.7.0.1");
  private final MemoryStore disk = new MemoryStore(world);
  private final List<String> posted = new ArrayList<>();
  private final List<Instant> moments = new ArrayList<>();
  private Reply answer = new Reply(250, "2.0.0", "queued as Q1");
  private Resolver resolver = FixedResolver.of(RECORDS);
  private MailAuth auth;
  private DmarcReports reports;

  private void start(MemoryStore store) throws Exception {
    SuffixList suffixes = new SuffixList(SuffixList.BUNDLED);
    Domain host = new Domain("mx.here.net");
    Resolver now = (name, type) -> resolver.resolve(name, type);
    auth =
        new MailAuth(new MailAuth.Surroundings(world, now, host, suffixes), MailAuthConfig.DEFAULT);
    reports =
        new DmarcReports(
            new DmarcReports.Surroundings(world, store, now, auth, suffixes, host, "node"),
            DmarcReportConfig.DEFAULT);
    play(() ->
        reports.start((from, to, message) -> {
          moments.add(world.now());
          posted.add(to + "\n" + new String(message, StandardCharsets.UTF_8));
          return answer;
        }));
  }

  private void play(mailroad.kernel.Task.Body act) throws Exception {
    simulation.play(Duration.ofDays(1), act);
  }

  private void arrives(String client, String from, boolean refused) throws Exception {
    byte[] octets = ("From: x@" + from + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
    InetSocketAddress at = new InetSocketAddress(InetAddress.ofLiteral(client), 25);
    Client peer =
        new Client(at, at, new Hello.Ehlo("mail." + from), Optional.empty(), Optional.empty());
    Envelope envelope =
        new Envelope(
            ReversePath.parse("<bounce@" + from + ">").orElseThrow(),
            MailParameters.NONE,
            List.of(Recipient.of(EmailAddress.of("anna@here.net"))));
    Arriving arriving =
        new Arriving(
            new QueueIds(world).next(),
            Optional.of(peer),
            new Event.Source.Local("test"),
            envelope,
            Octets.of(octets),
            0,
            Header.of(octets),
            world.now());
    play(() -> {
      Authentication found =
          auth.verify(
              new Question(
                  at.getAddress(),
                  "mail." + from,
                  envelope.sender(),
                  Octets.of(octets),
                  Header.of(octets)));
      Judgement judgement =
          refused
              ? Judgement.refuse(
                  envelope, new Reply(550, "5.7.26", "no"), "refused", new Why("DMARC"))
              : Judgement.pass(envelope);
      reports
          .witness()
          .judged(new Suspect(arriving, Suspect.Direction.INCOMING, Optional.of(found)), judgement);
    });
  }

  private Instant toMidnight() {
    Instant midnight =
        world
            .now()
            .atZone(ZoneOffset.UTC)
            .toLocalDate()
            .plusDays(1)
            .atStartOfDay(ZoneOffset.UTC)
            .toInstant();
    simulation.run(Duration.between(world.now(), midnight));
    return midnight;
  }

  private static String xml(String message) throws Exception {
    String body = message.substring(message.indexOf("Content-Transfer-Encoding: base64"));
    String packed = body.substring(body.indexOf("\r\n\r\n") + 4, body.lastIndexOf("\r\n--"));
    byte[] octets = Base64.getMimeDecoder().decode(packed);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(octets))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aDaysMessagesAreToldOnceThoughTheProgramEndedMeanwhile() throws Exception {
    start(disk);
    toMidnight();
    arrives("192.0.2.7", "a.com", false);
    arrives("192.0.2.66", "a.com", true);
    arrives("192.0.2.66", "a.com", true);
    arrives("192.0.2.7", "b.com", false);
    simulation.run(Duration.ofHours(1));
    play(() -> reports.stop());
    start(disk.reopen());
    arrives("192.0.2.66", "a.com", true);
    Instant midnight = toMidnight();
    simulation.run(Duration.ofMinutes(4));
    assertThat(posted).isEmpty();
    simulation.run(Duration.ofHours(5));

    // Those of the same organisation, and others that agree; not those for whom it is too large.
    assertThat(posted.stream().map(text -> text.lines().findFirst().orElse("")))
        .containsExactly("agg@a.com", "all@watch.net");
    assertThat(moments)
        .allSatisfy(at ->
            assertThat(at).isBetween(midnight, midnight.plus(Duration.ofHours(4).plusMinutes(6))));
    String xml = xml(posted.getFirst());
    assertThat(xml)
        .contains("<domain>a.com</domain>", "<p>reject</p>", "<source_ip>192.0.2.7</source_ip>")
        .containsSubsequence(
            "<source_ip>192.0.2.66</source_ip>",
            "<count>3</count>",
            "<disposition>reject</disposition>",
            "<dkim>fail</dkim>",
            "<spf>fail</spf>",
            "<header_from>a.com</header_from>",
            "<result>fail</result>")
        .doesNotContain("b.com");
    assertThat(posted.getFirst())
        .contains("Subject: Report Domain: a.com\r\n\tSubmitter: mx.here.net\r\n");

    simulation.run(Duration.ofDays(2));
    assertThat(posted).hasSize(2);
    List<DmarcReports.Sent> sent = new ArrayList<>();
    play(() -> sent.addAll(reports.sent(10)));
    assertThat(sent)
        .singleElement()
        .satisfies(one -> {
          assertThat(one.messages()).isEqualTo(4);
          assertThat(one.failed()).isEqualTo(3);
          assertThat(one.settled()).isTrue();
          assertThat(one.to()).hasSize(3);
        });
  }

  @Test
  void aReportThatCannotBeHandedOverIsTriedAgainAndGivenUp() throws Exception {
    answer = new Reply(451, "4.3.0", "not now");
    start(disk);
    toMidnight();
    arrives("192.0.2.66", "a.com", false);
    toMidnight();
    simulation.run(Duration.ofDays(3));
    assertThat(posted.size()).isBetween(6, 30);
    List<DmarcReports.Collected> left = new ArrayList<>();
    play(() -> left.addAll(reports.collected(10)));
    assertThat(left).isEmpty();
  }

  @Test
  void aRecordThatIsGoneIsToldNothing() throws Exception {
    start(disk);
    toMidnight();
    arrives("192.0.2.66", "a.com", false);
    resolver = FixedResolver.of("a.com. 60 IN TXT \"v=spf1 -all\"\n");
    toMidnight();
    simulation.run(Duration.ofDays(1));
    assertThat(posted).isEmpty();
  }
}
