package mailroad.mailauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import mailroad.kernel.Domain;
import mailroad.kernel.Why;
import mailroad.mailauth.AuthenticationResults.Finding;
import mailroad.mailauth.AuthenticationResults.Property;
import mailroad.mailauth.arc.ArcConfig;
import mailroad.mailauth.arc.ArcResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticationResultsTest {
  private static AuthenticationResults of(String author, Finding... findings) {
    return new AuthenticationResults(author, List.of(findings));
  }

  private static Finding finding(String method, String result, String... properties) {
    return new Finding(
        method,
        result,
        "",
        List.of(properties).stream()
            .map(text -> text.split("=", 2))
            .map(pair -> new Property(pair[0], pair[1]))
            .toList());
  }

  @Test
  void writesOneLineForEachThing() {
    String field =
        of(
                "mx.b.example",
                finding("spf", "pass", "smtp.mailfrom=a.example"),
                finding("dkim", "pass", "header.d=a.example", "header.b=/gCrinpc"),
                new Finding("dmarc", "fail", "nothing is aligned", List.of()))
            .field();
    assertThat(field)
        .isEqualTo(
            """
            Authentication-Results: mx.b.example; spf=pass smtp.mailfrom=a.example;\r
            \tdkim=pass header.d=a.example header.b="/gCrinpc"; dmarc=fail\r
            \treason="nothing is aligned"\r
            """);
  }

  @Test
  void whoFoundNothingSaysSo() {
    assertThat(of("mx.b.example").field())
        .isEqualTo("Authentication-Results: mx.b.example; none\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # from outside                   | as written
          a.example                        | x.y=a.example
          joe@a.example                    | x.y=joe@a.example
          @a.example                       | x.y=@a.example
          "joe doe"@a.example              | x.y="\\"joe doe\\"@a.example"
          a.example; dkim=pass             | x.y="a.example; dkim=pass"
          a b                              | x.y="a b"
          (comment)                        | x.y="(comment)"
          back\\slash                      | x.y="back\\\\slash"
          a=b                              | x.y="a=b"
          ünicode.example                  | nothing
          """)
  void valuesFromOutsideAreQuotedOrDropped(String value, String written) {
    String field =
        of("h", new Finding("m", "pass", "", List.of(new Property("x.y", value)))).field();
    assertThat(field)
        .isEqualTo(
            "Authentication-Results: h; m=pass"
                + (written.equals("nothing") ? "" : " " + written)
                + "\r\n");
  }

  @Test
  void noValueEndsItsLine() {
    String evil = "a\r\nX-Evil: yes\u0000\u2028";
    String field =
        of("h", new Finding(evil, evil, evil, List.of(new Property("x.y", evil)))).field();
    assertThat(field.replace("\r\n\t", " ").strip()).doesNotContain("\r", "\n", "\u0000");
    String longest =
        of("h", finding("m", "pass", "x.y=" + "a".repeat(5_000), "x.z=" + "a".repeat(300))).field();
    assertThat(longest.lines()).allMatch(line -> line.length() < 900);
  }

  /** RFC 8601 appendix B, and what servers write. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          example.org 1; none                                     | example.org
          example.com; spf=pass smtp.mailfrom=example.net         | example.com spf=pass[smtp.mailfrom=example.net]
          example.com; auth=pass (cram-md5) smtp.auth=sender@example.net; spf=pass smtp.mailfrom=example.net | example.com auth=pass[smtp.auth=sender@example.net] spf=pass[smtp.mailfrom=example.net]
          example.com; dkim=pass reason="good signature" header.i=@mail-router.example.net; dkim=fail reason="bad signature" header.i=@newyork.example.com | example.com dkim=pass<good signature>[header.i=@mail-router.example.net] dkim=fail<bad signature>[header.i=@newyork.example.com]
          foo.example.net (foobar) 1 (baz); dkim (Because I like it) / 1 (One yay) = (wait for it) fail policy (A dot can go here) . (like that) expired (this surprised me) = (as I wasn't expecting it) 1362471462 | foo.example.net dkim=fail[policy.expired=1362471462]
          mx.google.com; dkim=pass header.i=@x.com header.s=s1 header.b=a/b+c=; dmarc=pass (p=REJECT sp=NONE dis=NONE) header.from=x.com | mx.google.com dkim=pass[header.i=@x.com][header.s=s1][header.b=a/b+c=] dmarc=pass[header.from=x.com]
          "quoted host"; spf=none                                 | quoted host spf=none
          host; nonsense; spf=pass                                | host spf=pass
          host; spf=; dkim=pass                                   | host dkim=pass
          host; SPF=Pass SMTP.MailFrom=A.example                  | host spf=pass[smtp.mailfrom=A.example]
          host; spf=pass smtp.mailfrom="a; dkim=pass"             | host spf=pass[smtp.mailfrom=a; dkim=pass]
          host; spf=pass smtp.mailfrom="joe \\"x\\""@a.example    | host spf=pass[smtp.mailfrom=joe "x"@a.example]
          host; (; dkim=pass) spf=pass                            | host spf=pass
          host; spf=pass smtp.mailfrom="open                      | host spf=pass[smtp.mailfrom=open]
          ; spf=pass                                              | nothing
          (only) (comments                                        | nothing
          """)
  void readsWhatOthersWrite(String value, String read) {
    String shown =
        AuthenticationResults.parse(value).map(AuthenticationResultsTest::shown).orElse("nothing");
    assertThat(shown).isEqualTo(read);
  }

  private static String shown(AuthenticationResults results) {
    return results.author()
        + results.findings().stream()
            .map(finding ->
                " %s=%s%s%s"
                    .formatted(
                        finding.method(),
                        finding.result(),
                        finding.reason().isEmpty() ? "" : "<" + finding.reason() + ">",
                        finding.properties().stream()
                            .map(one -> "[%s=%s]".formatted(one.name(), one.value()))
                            .collect(Collectors.joining())))
            .collect(Collectors.joining());
  }

  @Test
  void readsWhatItWrites() {
    Random random = new Random(1);
    String letters = "ab.;=\"\\() @/:é\t";
    for (int run = 0; run < 3_000; run++) {
      StringBuilder value = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        value.append(letters.charAt(random.nextInt(letters.length())));
      }
      String field =
          of(
                  "mx.b.example",
                  finding("dkim", "fail", "header.d=" + value),
                  finding("dmarc", "none", "header.from=c.example"))
              .field();
      AuthenticationResults read =
          AuthenticationResults.parse(field.substring(23).replace("\r\n", "")).orElseThrow();
      assertThat(read.author()).isEqualTo("mx.b.example");
      assertThat(read.findings()).extracting(Finding::method).containsExactly("dkim", "dmarc");
      Optional<String> back = read.findings().getFirst().property("header.d");
      back.ifPresent(text -> assertThat(text.strip()).isEqualTo(value.toString().strip()));
    }
  }

  @Test
  void endsInAValueWhateverTheText() {
    Random random = new Random(2);
    String letters = "abdkim=pass;;(()\"\\ \t.@/1\u00e9";
    for (int run = 0; run < 20_000; run++) {
      StringBuilder value = new StringBuilder("h");
      for (int i = random.nextInt(60); i >= 0; i--) {
        value.append(letters.charAt(random.nextInt(letters.length())));
      }
      assertThat(AuthenticationResults.parse(value.toString())).isPresent();
      AuthenticationResults.parseArc("i=1; " + value);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # code | sealers                 | what the first found                        | vouched
          PASS | list.example              | dmarc=pass header.from=a.example            | true
          PASS | list.example,other.example| dmarc=pass header.from=a.example            | true
          PASS | evil.example              | dmarc=pass header.from=a.example            | false
          PASS | list.example,evil.example | dmarc=pass header.from=a.example            | false
          PASS | evil.example,list.example | dmarc=pass header.from=a.example            | false
          FAIL | list.example              | dmarc=pass header.from=a.example            | false
          PASS | list.example              | dmarc=fail header.from=a.example            | false
          PASS | list.example              | dmarc=pass header.from=b.example            | false
          PASS | list.example              | dmarc=pass                                  | false
          PASS | list.example              | x=y reason="dmarc=pass header.from=a.example" | false
          """)
  void trustsSealersWhomTheAdministratorTrusts(
      ArcResult.Code code, String sealers, String found, boolean vouched) {
    List<Domain> domains = List.of(sealers.split(",")).stream().map(Domain::new).toList();
    List<String> findings =
        java.util.stream.IntStream.range(0, domains.size())
            .mapToObj(
                i -> "i=%d; mx.%s; %s".formatted(i + 1, domains.get(i), i == 0 ? found : "none"))
            .toList();
    ArcResult result = new ArcResult(code, domains, findings, new Why("chain"));
    ArcTrust trust =
        new ArcTrust(new ArcConfig(true, "", List.of("list.example", "other.example"), 50));
    assertThat(trust.vouches(result, new Domain("a.example")).isPresent()).isEqualTo(vouched);
  }
}
