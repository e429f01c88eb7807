package mailroad.mailauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import mailroad.dns.Answer;
import mailroad.dns.FixedResolver;
import mailroad.dns.RecordType;
import mailroad.dns.Resolver;
import mailroad.kernel.Domain;
import mailroad.kernel.RealWorld;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Why;
import mailroad.mailauth.arc.ArcConfig;
import mailroad.mailauth.arc.ArcResult;
import mailroad.mailauth.dkim.DkimConfig;
import mailroad.mailauth.dmarc.DmarcConfig;
import mailroad.mailauth.dmarc.DmarcResult;
import mailroad.mailauth.spf.SpfConfig;
import mailroad.mailauth.spf.SpfResult;
import mailroad.mailauth.suffix.SuffixList;
import mailroad.mime.Header;
import mailroad.mime.Octets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailAuthTest {
  private static final RealWorld WORLD = new RealWorld((_, _) -> {});
  private static final String RECORDS =
      """
      7.2.0.192.in-addr.arpa. 300 IN PTR mail.a.example.
      7.2.0.192.in-addr.arpa. 300 IN PTR claimed.b.example.
      mail.a.example. 300 IN A 192.0.2.7
      claimed.b.example. 300 IN A 192.0.2.8
      8.2.0.192.in-addr.arpa. 300 IN PTR mail.a.example.
      mail.a.example. 300 IN TXT "v=spf1 a -all"
      a.example. 300 IN TXT "v=spf1 ip4:192.0.2.7 -all"
      _dmarc.a.example. 300 IN TXT "v=DMARC1; p=reject"
      8.b.d.0.1.0.0.2.ip6.arpa. 300 IN TXT "parent"
      1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. 300 IN PTR six.a.example.
      six.a.example. 300 IN AAAA 2001:db8::1
      """;

  private static MailAuth auth(Resolver resolver, Duration timeout) {
    return new MailAuth(
        new MailAuth.Surroundings(
            WORLD, resolver, new Domain("mx.b.example"), new SuffixList(SuffixList.BUNDLED)),
        new MailAuthConfig(
            timeout,
            2,
            "",
            SpfConfig.DEFAULT,
            DkimConfig.DEFAULT,
            DmarcConfig.DEFAULT,
            ArcConfig.DEFAULT));
  }

  private static Question question(String client, String sender, String header) {
    byte[] octets = (header + "\r\nHello\r\n").getBytes(StandardCharsets.UTF_8);
    return new Question(
        InetAddress.ofLiteral(client),
        "mail.a.example",
        ReversePath.parse(sender).orElseThrow(),
        Octets.of(octets),
        Header.of(octets));
  }

  @Test
  void asksAllThatCanVouch() throws IOException, InterruptedException {
    Authentication found =
        auth(FixedResolver.of(RECORDS), Duration.ofMinutes(1))
            .verify(question("192.0.2.7", "<alice@a.example>", "From: alice@a.example\r\n"));
    assertThat(found.iprev().code()).isEqualTo(Iprev.Code.PASS);
    assertThat(found.iprev().name()).contains(new Domain("mail.a.example"));
    assertThat(found.helo().code()).isEqualTo(SpfResult.Code.PASS);
    assertThat(found.mail().code()).isEqualTo(SpfResult.Code.PASS);
    assertThat(found.mail().domain()).isEqualTo("a.example");
    assertThat(found.dkim()).isEmpty();
    assertThat(found.arc().code()).isEqualTo(ArcResult.Code.NONE);
    assertThat(found.dmarc().code()).isEqualTo(DmarcResult.Code.PASS);
  }

  /** Who has to wait for nobody needs no tasks: half of the work would be to start them. */
  @ParameterizedTest(name = "known: {0}")
  @ValueSource(booleans = {true, false})
  void onlyWhoHasToAskDoesSoInTasksOfItsOwn(boolean known)
      throws IOException, InterruptedException {
    FixedResolver zone = FixedResolver.of(RECORDS);
    Set<Thread> askers = ConcurrentHashMap.newKeySet();
    Resolver resolver =
        new Resolver() {
          @Override
          public Answer resolve(String name, RecordType type) {
            askers.add(Thread.currentThread());
            return zone.resolve(name, type);
          }

          @Override
          public Optional<Answer> known(String name, RecordType type) {
            return known ? Optional.of(zone.resolve(name, type)) : Optional.empty();
          }
        };
    Authentication found =
        auth(resolver, Duration.ofMinutes(1))
            .verify(question("192.0.2.7", "<alice@a.example>", "From: alice@a.example\r\n"));
    assertThat(found.dmarc().code()).isEqualTo(DmarcResult.Code.PASS);
    assertThat(askers).hasSize(known ? 0 : 4).doesNotContain(Thread.currentThread());
  }

  @Test
  void withoutAReversePathTheNameThatWasGivenVouches() throws IOException, InterruptedException {
    Authentication found =
        auth(FixedResolver.of(RECORDS), Duration.ofMinutes(1))
            .verify(question("192.0.2.7", "<>", "From: postmaster@a.example\r\n"));
    assertThat(found.mail()).isSameAs(found.helo());
    assertThat(found.dmarc().code()).isEqualTo(DmarcResult.Code.PASS);
  }

  @Test
  void whatDnsFailsAtIsPartOfTheAnswer() throws IOException, InterruptedException {
    Resolver dead = (name, type) -> new Answer.Failed("dead", new Why("dead"));
    Authentication found = auth(dead, Duration.ofMinutes(1)).verify(signed());
    assertTemporary(found);
  }

  private static Question signed() {
    return question(
        "192.0.2.7",
        "<alice@a.example>",
        """
        From: alice@a.example\r
        DKIM-Signature: v=1; a=rsa-sha256; d=a.example; s=s; h=from; bh=x; b=x\r
        """);
  }

  private static void assertTemporary(Authentication found) {
    assertThat(found.iprev().code()).isEqualTo(Iprev.Code.TEMPERROR);
    assertThat(found.helo().code()).isEqualTo(SpfResult.Code.TEMPERROR);
    assertThat(found.mail().code()).isEqualTo(SpfResult.Code.TEMPERROR);
    assertThat(found.dmarc().code()).isEqualTo(DmarcResult.Code.TEMPERROR);
  }

  @Test
  void whatIsNotKnownInTimeIsATemporaryError() throws IOException, InterruptedException {
    Resolver mute =
        (_, _) -> {
          WORLD.sleep(Duration.ofDays(1));
          throw new IllegalStateException("nobody waits a day");
        };
    Authentication found = auth(mute, Duration.ofMillis(50)).verify(signed());
    assertTemporary(found);
    assertThat(found.mail().why().toString()).contains("longer than PT0.05S");
  }

  @Test
  void aCheckThatBreaksOffIsNoAnswerEither() throws IOException, InterruptedException {
    Resolver odd =
        (_, _) -> {
          throw new IllegalStateException("a bug");
        };
    assertTemporary(auth(odd, Duration.ofMinutes(1)).verify(signed()));
  }

  @Test
  void aDiskThatFailsIsNotTakenForAnAnswer() {
    Octets broken =
        new Octets() {
          @Override
          public long size() {
            return 100_000;
          }

          @Override
          public int read(long from, byte[] into, int offset, int length) throws IOException {
            throw new IOException("the disk is gone");
          }
        };
    byte[] head =
        "From: x@a.example\r\nDKIM-Signature: x\r\n".repeat(3000).getBytes(StandardCharsets.UTF_8);
    Question question =
        new Question(
            InetAddress.ofLiteral("192.0.2.7"),
            "x",
            new ReversePath.Nowhere(),
            broken,
            Header.of(head));
    assertThat(question.header().cut()).isTrue();
    assertThatThrownBy(
            () -> auth(FixedResolver.of(RECORDS), Duration.ofMinutes(1)).verify(question))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gone");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "192.0.2.7, PASS, mail.a.example",
    "192.0.2.8, FAIL, ",
    "192.0.2.9, PERMERROR, ",
    "2001:db8::1, PASS, six.a.example",
  })
  void findsANameThatLeadsBack(String client, Iprev.Code code, String name)
      throws InterruptedException {
    Iprev found = new IprevCheck(FixedResolver.of(RECORDS), 2).of(InetAddress.ofLiteral(client));
    assertThat(found.code()).isEqualTo(code);
    assertThat(found.name().map(Domain::name).orElse(null)).isEqualTo(name);
  }

  @Test
  void looksAtNoMoreNamesThanItMay() throws InterruptedException {
    StringBuilder records = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      records.append("7.2.0.192.in-addr.arpa. 300 IN PTR n%d.a.example.\n".formatted(i));
    }
    int[] asked = new int[1];
    FixedResolver zone = FixedResolver.of(records.toString());
    Resolver counting =
        (name, type) -> {
          asked[0]++;
          return zone.resolve(name, type);
        };
    Iprev found = new IprevCheck(counting, 3).of(InetAddress.ofLiteral("192.0.2.7"));
    assertThat(found.code()).isEqualTo(Iprev.Code.FAIL);
    assertThat(found.names()).hasSize(3);
    assertThat(asked[0]).isEqualTo(4);
  }

  @Test
  void aNameThatCannotBeLookedUpMayLeadBackLater() throws InterruptedException {
    Resolver half = FixedResolver.of(RECORDS).failing("mail.a.example", "no answer");
    assertThat(new IprevCheck(half, 2).of(InetAddress.ofLiteral("192.0.2.8")).code())
        .isEqualTo(Iprev.Code.TEMPERROR);
  }
}
