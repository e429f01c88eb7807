package mailroad.mailauth.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import mailroad.dns.FixedResolver;
import mailroad.dns.Resolver;
import mailroad.kernel.Domain;
import mailroad.mime.Octets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DkimVerifierTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  /** RFC 6376 appendix A.2. */
  private static final String RFC6376 =
      """
      DKIM-Signature: v=1; a=rsa-sha256; s=brisbane; d=example.com;
            c=simple/simple; q=dns/txt; i=joe@football.example.com;
            h=Received : From : To : Subject : Date : Message-ID;
            bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
            b=AuUoFEfDxTDkHlLXSZEpZj79LICEps6eda7W3deTVFOk4yAUoqOB
            4nujc7YopdG5dWLSdNg6xNAZpOPr+kHxt1IrE+NahM6L/LbvaHut
            KVdkLLkpVaVVQPzeRDI009SO2Il5Lu7rDNH6mZckBdrIx0orEtZV
            4bmp/YzhwvcubU4=;
      Received: from client1.football.example.com  [192.0.2.1]
            by submitserver.example.com with SUBMISSION;
            Fri, 11 Jul 2003 21:01:54 -0700 (PDT)
      From: Joe SixPack <joe@football.example.com>
      To: Suzie Q <suzie@shopping.example.net>
      Subject: Is dinner ready?
      Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
      Message-ID: <20030712040037.46341.5F8J@football.example.com>

      Hi.

      We lost the game. Are you hungry yet?

      Joe.
      """
          .replace("\n", "\r\n");

  private static final String RFC6376_KEY =
      """
      brisbane._domainkey.example.com. TXT "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQ" \
      "KBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYt" \
      "IxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v" \
      "/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhi" \
      "tdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB"
      """;

  /** RFC 8463 appendix A.3. */
  private static final String RFC8463 =
      """
      DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
       d=football.example.com; i=@football.example.com;
       q=dns/txt; s=brisbane; t=1528637909; h=from : to :
       subject : date : message-id : from : subject : date;
       bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
       b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
       Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
      DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
       d=football.example.com; i=@football.example.com;
       q=dns/txt; s=test; t=1528637909; h=from : to : subject :
       date : message-id : from : subject : date;
       bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
       b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
       DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
       dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=
      From: Joe SixPack <joe@football.example.com>
      To: Suzie Q <suzie@shopping.example.net>
      Subject: Is dinner ready?
      Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
      Message-ID: <20030712040037.46341.5F8J@football.example.com>

      Hi.

      We lost the game.  Are you hungry yet?

      Joe.
      """
          .replace("\n", "\r\n");

  private static final String RFC8463_KEYS =
      """
      brisbane._domainkey.football.example.com. TXT "v=DKIM1; k=ed25519; " \
      "p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
      test._domainkey.football.example.com. TXT "v=DKIM1; k=rsa; " \
      "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3id" \
      "Y6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutAC" \
      "DfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZy" \
      "VYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB"
      """;

  private static List<DkimResult> verify(Resolver resolver, String message) throws Exception {
    return verify(resolver, DkimConfig.DEFAULT, message);
  }

  private static List<DkimResult> verify(Resolver resolver, DkimConfig config, String message)
      throws Exception {
    Octets octets = Octets.of(message.getBytes(StandardCharsets.UTF_8));
    return new DkimVerifier(resolver, config).verify(octets, NOW);
  }

  @Test
  void verifiesTheSampleOfRfc8463ByBothKeys() throws Exception {
    List<DkimResult> results = verify(FixedResolver.of(RFC8463_KEYS), RFC8463);
    assertThat(results).extracting(DkimResult::code).containsOnly(DkimResult.Code.PASS).hasSize(2);
    assertThat(results)
        .extracting(DkimResult::algorithm)
        .containsExactly("ed25519-sha256", "rsa-sha256");
    assertThat(results.getFirst().domain()).contains(new Domain("football.example.com"));
    assertThat(results.getFirst().mark()).isEqualTo("/gCrinpc");
    assertThat(results.getFirst().identity()).isEqualTo("@football.example.com");
    // RFC 8301 section 3.2: 1024 bits are enough, and not good.
    assertThat(results.getLast().why().toString()).contains("shorter than 2048 bits");
  }

  @Test
  void verifiesTheSampleOfRfc6376() throws Exception {
    DkimResult result = verify(FixedResolver.of(RFC6376_KEY), RFC6376).getFirst();
    assertThat(result.code()).as(result.why().toString()).isEqualTo(DkimResult.Code.PASS);
    assertThat(result.identity()).isEqualTo("joe@football.example.com");
  }

  @Test
  void noticesEachOctetThatChanged() throws Exception {
    Resolver resolver = FixedResolver.of(RFC8463_KEYS);
    for (String[] change :
        new String[][] {
          {"dinner ready", "dinner reddy"},
          {"hungry", "angry"},
          {"Joe SixPack", "Moe SixPack"},
          {"From: Joe", "From: evil@x.example\r\nFrom: Joe"},
          {"Subject: Is", "Subject: Buy this\r\nSubject: Is"},
          {"Joe.\r\n", "Joe.\r\nPS\r\n"},
          {"t=1528637909", "t=1528637910"}
        }) {
      String changed = RFC8463.replace(change[0], change[1]);
      assertThat(changed).isNotEqualTo(RFC8463);
      assertThat(verify(resolver, changed))
          .as(change[1])
          .extracting(DkimResult::code)
          .containsOnly(DkimResult.Code.FAIL);
    }
  }

  @Test
  void bearsWhatRelaxedBears() throws Exception {
    String changed =
        RFC8463
            .replace("Subject: Is dinner", "SUBJECT :\t Is\r\n  dinner")
            .replace("the game.  Are", "the game. \t Are")
            .replace("Joe.\r\n", "Joe. \r\n\r\n \r\n")
            .replace("Message-ID", "X-New: field\r\nMessage-ID");
    assertThat(verify(FixedResolver.of(RFC8463_KEYS), changed))
        .extracting(DkimResult::code)
        .containsOnly(DkimResult.Code.PASS);
  }

  @Test
  void aMessageWithoutSignaturesHasNoResults() throws Exception {
    assertThat(verify(FixedResolver.of(""), "From: a@a.example\r\n\r\nHi\r\n")).isEmpty();
  }

  /** A12. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # the tags                         | come to   | because
          c=simple/simple                    | pass      | it holds
          c=simple/relaxed                   | pass      | it holds
          c=relaxed                          | pass      | body simple
          c                                  | pass      | body simple, header fields simple
          c=nowsp/relaxed                    | neutral   | c= is unknown
          c=relaxed/relaxed/relaxed          | neutral   | c= is unknown
          v                                  | neutral   | version
          v=2                                | neutral   | version
          a=rsa-sha1                         | policy    | RFC 8301 section 3.1
          a=rsa-sha512                       | neutral   | algorithm is unknown
          a=ed25519-sha256                   | permerror | the key is for rsa
          d=[192.0.2.1]                      | neutral   | d= is no domain
          d                                  | neutral   | no d=
          s=a b                              | permerror | does not exist
          s=-                                | neutral   | s= is no name
          h=To:Subject                       | permerror | From
          h                                  | neutral   | no field
          h=From:From:From:To:Nothing:nothing| pass      | it holds
          h=from : to : SUBJECT              | pass      | it holds
          i=joe@a.example                    | pass      | it holds
          i=joe@lists.a.example              | pass      | it holds
          i=joe@b.example                    | neutral   | i= does not lie within d=
          i=joe@xa.example                   | neutral   | i= does not lie within d=
          i=joe                              | neutral   | i= does not lie within d=
          q=dns/txt                          | pass      | it holds
          q=http:dns/txt                     | pass      | it holds
          q=http                             | neutral   | not in DNS
          l=3                                | policy    | leaves out the last
          l=0                                | policy    | leaves out the last
          l=16                               | pass      | it holds
          l=99                               | fail      | there are 16
          l=x                                | neutral   | l= is no number
          t=1772366400                       | pass      | it holds
          t=1772366500                       | pass      | it holds
          t=1772369999                       | fail      | yet to come
          t=now                              | neutral   | t= is no number
          x=1772366400                       | pass      | it holds
          x=1700000000                       | fail      | it expired at 2023-11-14T22:13:20Z
          x=99999999999999999999999999       | pass      | it holds
          t=1700000000;x=1690000000          | neutral   | expires before it was made
          z=From:joe                         | pass      | it holds
          unknown=tag                        | pass      | it holds
          bh=AAAA                            | fail      | the body was changed
          bh=!!!!                            | neutral   | bh= is not base64
          bh                                 | pass      | it holds
          """)
  void judgesSignaturesByTheirTags(String tags, String code, String reason) throws Exception {
    Draft draft = new Draft(TestKeys.rsa()).with(tags);
    DkimResult result =
        verify(FixedResolver.of(TestKeys.zone(TestKeys.rsa())), draft.signed()).getFirst();
    assertThat(result.code() + " " + result.why()).startsWith(code + " ").contains(reason);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # the key record          | comes to  | because
          p=KEY                     | pass      | it holds
          v=DKIM1; p=KEY            | pass      | it holds
          v=DKIM1; k=rsa; p=KEY     | pass      | it holds
          v=DKIM1;k=rsa;p=KEY;      | pass      | it holds
          k=rsa; v=DKIM1; p=KEY     | permerror | of another version
          v=DKIM2; p=KEY            | permerror | has no key
          v=DKIM1; k=rsa            | permerror | has no key
          v=DKIM1; p=               | permerror | revoked
          v=DKIM1; p=AAAA           | permerror | cannot be read
          v=DKIM1; p=%%%%           | permerror | cannot be read
          v=DKIM1; p=AAAA; p=AAAA   | permerror | cannot be read
          v=DKIM1; k=dsa; p=KEY     | permerror | unknown type
          v=DKIM1; k=ed25519; p=KEY | permerror | cannot be read
          v=DKIM1; h=sha1; p=KEY    | permerror | not for SHA-256
          v=DKIM1; h=sha1:sha256; p=KEY | pass  | it holds
          v=DKIM1; s=chat; p=KEY    | permerror | not for mail
          v=DKIM1; s=chat:email; p=KEY | pass   | it holds
          v=DKIM1; s=*; p=KEY       | pass      | it holds
          v=DKIM1; t=s; p=KEY       | permerror | not for subdomains
          v=DKIM1; t=y; p=KEY       | pass      | it holds
          v=DKIM1; n=some notes; g=*; p=KEY | pass | it holds
          v=spf1 -all               | permerror | has no key
          """)
  void judgesKeys(String record, String code, String reason) throws Exception {
    String key = Base64.getEncoder().encodeToString(TestKeys.rsa().published().getEncoded());
    String text = record.replace("KEY", key.substring(0, 200) + "\" \"" + key.substring(200));
    String zone = "r1._domainkey.a.example. TXT \"%s\"\n".formatted(text);
    String message = new Draft(TestKeys.rsa()).with("i=joe@sub.a.example").signed();
    DkimResult result = verify(FixedResolver.of(zone), message).getFirst();
    assertThat(result.code() + " " + result.why()).startsWith(code + " ").contains(reason);
    assertThat(result.testing()).isEqualTo(record.contains("t=y"));
  }

  @Test
  void takesAKeyInTheShorterFormOfItsKind() throws Exception {
    byte[] info = TestKeys.rsa().published().getEncoded();
    String bare =
        Base64.getEncoder().encodeToString(java.util.Arrays.copyOfRange(info, 24, info.length));
    String zone =
        "r1._domainkey.a.example. TXT \"p=%s\" \"%s\"\n"
            .formatted(bare.substring(0, 200), bare.substring(200));
    assertThat(verify(FixedResolver.of(zone), new Draft(TestKeys.rsa()).signed()))
        .extracting(DkimResult::code)
        .containsExactly(DkimResult.Code.PASS);
  }

  @Test
  void severalKeysUnderOneNameAreNone() throws Exception {
    String zone = TestKeys.zone(TestKeys.rsa()) + "r1._domainkey.a.example. TXT \"v=DKIM1; p=\"\n";
    DkimResult result =
        verify(FixedResolver.of(zone), new Draft(TestKeys.rsa()).signed()).getFirst();
    assertThat(result.code()).isEqualTo(DkimResult.Code.PERMERROR);
    assertThat(result.why().toString()).contains("several keys");
  }

  @Test
  void otherTextUnderItsNameHidesNoKey() throws Exception {
    String zone = TestKeys.zone(TestKeys.rsa()) + "r1._domainkey.a.example. TXT \"v=spf1 -all\"\n";
    assertThat(verify(FixedResolver.of(zone), new Draft(TestKeys.rsa()).signed()))
        .extracting(DkimResult::code)
        .containsExactly(DkimResult.Code.PASS);
  }

  /** A12. */
  @Test
  void aShortKeyIsNotBelieved() throws Exception {
    SigningKey weak = TestKeys.of("a.example", "weak", Algorithm.RSA_SHA256, 768);
    DkimResult result =
        verify(FixedResolver.of(TestKeys.zone(weak)), new Draft(weak).signed()).getFirst();
    assertThat(result.code()).isEqualTo(DkimResult.Code.POLICY);
    assertThat(result.why().toString()).contains("768 bits");
  }

  @Test
  void whatDnsDoesNotSayNowMayBeSaidLater() throws Exception {
    Resolver resolver = FixedResolver.of("").failing("r1._domainkey.a.example", "no servers");
    DkimResult result = verify(resolver, new Draft(TestKeys.rsa()).signed()).getFirst();
    assertThat(result.code()).isEqualTo(DkimResult.Code.TEMPERROR);
    assertThat(result.why().toString()).contains("no servers");
  }

  @Test
  void aPartOfTheBodyIsEnoughWhereTheAdministratorSaysSo() throws Exception {
    DkimConfig strict = DkimConfig.DEFAULT;
    DkimConfig config =
        new DkimConfig(1, 4_096, 1_024, 4_096, true, 1, Duration.ZERO, strict.sign());
    String message = new Draft(TestKeys.rsa()).with("l=3").signed() + "Buy this!\r\n";
    Resolver resolver = FixedResolver.of(TestKeys.zone(TestKeys.rsa()));
    assertThat(verify(resolver, config, message).getFirst().code()).isEqualTo(DkimResult.Code.PASS);
    assertThat(verify(resolver, message).getFirst().code()).isEqualTo(DkimResult.Code.POLICY);
  }

  /** A12. */
  @Test
  void looksAtSoManySignaturesAndNoMore() throws Exception {
    String one = new Draft(TestKeys.ed25519()).signed();
    String field = one.substring(0, one.indexOf("From: "));
    List<String> asked = new ArrayList<>();
    Resolver resolver = FixedResolver.of(TestKeys.zone(TestKeys.ed25519()));
    List<DkimResult> results =
        verify(
            (name, type) -> {
              asked.add(name);
              return resolver.resolve(name, type);
            },
            field.repeat(40) + one.substring(field.length()));
    assertThat(results).hasSize(11);
    assertThat(results.subList(0, 10))
        .extracting(DkimResult::code)
        .containsOnly(DkimResult.Code.PASS);
    assertThat(results.getLast().why().finding())
        .isEqualTo("30 more signatures were not looked at");
    assertThat(asked).hasSize(1);
  }

  @Test
  void aHeaderSectionBeyondTheLimitIsNotChecked() throws Exception {
    String message = new Draft(TestKeys.ed25519()).signed();
    String longer = message.replace("From: ", "X-Filler: " + "x".repeat(300_000) + "\r\nFrom: ");
    DkimResult result =
        verify(FixedResolver.of(TestKeys.zone(TestKeys.ed25519())), longer).getFirst();
    assertThat(result.code()).isEqualTo(DkimResult.Code.PERMERROR);
    assertThat(result.why().toString()).contains("too long");
  }

  /** A12. */
  @Test
  void picksFieldsOfOneNameFromTheBottom() throws Exception {
    String header = Draft.HEADER + "X-Tag: upper\r\nX-Tag: lower\r\n";
    String message =
        new Draft(TestKeys.ed25519()).header(header).with("h=From:X-Tag:X-Tag").signed();
    Resolver resolver = FixedResolver.of(TestKeys.zone(TestKeys.ed25519()));
    assertThat(verify(resolver, message).getFirst().code()).isEqualTo(DkimResult.Code.PASS);
    String swapped =
        message.replace("X-Tag: upper\r\nX-Tag: lower", "X-Tag: lower\r\nX-Tag: upper");
    assertThat(verify(resolver, swapped).getFirst().code()).isEqualTo(DkimResult.Code.FAIL);
    String added = message.replace("From: Joe", "X-Tag: more\r\nFrom: Joe");
    assertThat(verify(resolver, added).getFirst().code()).isEqualTo(DkimResult.Code.PASS);
  }

  @Test
  void aBodyOfAnySizeIsReadOnceInPieces() throws Exception {
    String body = ("0123456789".repeat(7) + "\r\n").repeat(20_000);
    String message = new Draft(TestKeys.ed25519()).body(body).signed();
    byte[] octets = message.getBytes(StandardCharsets.UTF_8);
    long[] read = new long[2];
    Octets counted =
        new Octets() {
          @Override
          public long size() {
            return octets.length;
          }

          @Override
          public int read(long from, byte[] into, int offset, int length) {
            int n = Math.min(length, 1_000);
            n = Math.clamp(octets.length - from, 0, n);
            System.arraycopy(octets, (int) from, into, offset, n);
            read[0] += n;
            read[1] = Math.max(read[1], length);
            return n;
          }
        };
    DkimVerifier verifier =
        new DkimVerifier(FixedResolver.of(TestKeys.zone(TestKeys.ed25519())), DkimConfig.DEFAULT);
    assertThat(verifier.verify(counted, NOW).getFirst().code()).isEqualTo(DkimResult.Code.PASS);
    assertThat(read[0]).isLessThan(octets.length + 10_000L);
    assertThat(read[1]).isLessThan(100_000);
  }

  /** RFC 6376 section 3.4.5, and what lies beside it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # body                    | simple                    | relaxed
          ''                        | ~                         | ''
          ~                         | ~                         | ''
          ~~~                       | ~                         | ''
          _C_~D_>_E~~~              | _C_~D_>_E~                | _C~D_E~
          a                         | a~                        | a~
          a~_                       | a~_~                      | a~
          a~_~b                     | a~_~b~                    | a~~b~
          _~                        | _~                        | ''
          a<                        | a<~                       | a<~
          a<<~b                     | a<<~b~                    | a<<~b~
          a!b~                      | a!b~                      | a!b~
          >a__>b>~~c                | >a__>b>~~c~               | _a_b~~c~
          """)
  void bringsBodiesIntoTheirForm(String body, String simple, String relaxed) {
    for (int chunk = 1; chunk < 5; chunk++) {
      assertThat(shown(Draft.canonical(Canonical.SIMPLE, octets(body), chunk))).isEqualTo(simple);
      assertThat(shown(Draft.canonical(Canonical.RELAXED, octets(body), chunk)))
          .isEqualTo(relaxed.replace("''", ""));
    }
  }

  private static String octets(String text) {
    return text.replace("~", "\r\n")
        .replace('_', ' ')
        .replace('>', '\t')
        .replace('<', '\r')
        .replace('!', '\n');
  }

  private static String shown(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1)
        .replace("\r\n", "~")
        .replace(' ', '_')
        .replace('\t', '>')
        .replace('\r', '<')
        .replace('\n', '!');
  }
}
