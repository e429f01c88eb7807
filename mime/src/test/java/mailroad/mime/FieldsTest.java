package mailroad.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Structured fields: addresses, parameters, dates. */
class FieldsTest {
  private static String show(List<Address> addresses) {
    return addresses.stream()
        .map(address ->
            switch (address) {
              case Address.Mailbox(var name, var route, var local, var domain) ->
                  "%s|%s|%s|%s".formatted(name, route, local, domain);
              case Address.GroupStart(var name) -> name + "{";
              case Address.GroupEnd() -> "}";
            })
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          # as written                            ; name, route, local part, domain
          a@x.example                             ; ||a|x.example
          <a@x.example>                           ; ||a|x.example
          Al Ice <a@x.example>                    ; Al Ice||a|x.example
          "Ice, Al" <a@x.example>                 ; Ice, Al||a|x.example
          Dr. Al E. Ice <a@x.example>             ; Dr. Al E. Ice||a|x.example
          a@x.example (Al (the) Ice)              ; Al (the) Ice||a|x.example
          "a b"@x.example                         ; ||a b|x.example
          a."b".c@x.example                       ; ||a.b.c|x.example
          <@r.example,@s.example:a@x.example>     ; |@r.example,@s.example|a|x.example
          a@[192.0.2.1]                           ; ||a|[192.0.2.1]
          a@x.example, b@y.example                ; ||a|x.example ||b|y.example
          ,, a@x.example,,                        ; ||a|x.example
          =?utf-8?q?=C3=84?= <a@x.example>        ; =?utf-8?q?=C3=84?=||a|x.example
          Al a@x.example                          ; Al||a|x.example
          no address                              ; ||no address|
          <a>                                     ; ||a|
          Al <a@x.example                         ; Al||a|x.example
          Al <a@x.example, b@y.example            ; Al||a|x.example ||b|y.example
          a@x . example                           ; ||a|x.example
          <>                                      ; |||
          Al@work <a@x.example>                   ; ||Al|work
          """)
  void readsAddresses(String written, String read) {
    assertThat(show(Addresses.parse(written, MimeLimits.DEFAULT))).isEqualTo(read);
  }

  @Test
  void readsGroups() {
    assertThat(
            show(
                Addresses.parse(
                    "A Group: a@x.example, B <b@x.example>; c@x.example", MimeLimits.DEFAULT)))
        .isEqualTo("A Group{ ||a|x.example B||b|x.example } ||c|x.example");
    assertThat(show(Addresses.parse("Undisclosed recipients:;", MimeLimits.DEFAULT)))
        .isEqualTo("Undisclosed recipients{ }");
    assertThat(show(Addresses.parse("open: a@x.example", MimeLimits.DEFAULT)))
        .isEqualTo("open{ ||a|x.example }");
  }

  @Test
  void readsAddressesWithinBounds() {
    String many = "a@x.example,".repeat(100_000);
    assertThat(Addresses.parse(many, MimeLimits.DEFAULT))
        .hasSize(MimeLimits.DEFAULT.addressesMax());
    assertThat(Addresses.parse("(".repeat(100_000), MimeLimits.DEFAULT)).isEmpty();
    assertThat(Addresses.parse("\"\"".repeat(100_000) + "a", MimeLimits.DEFAULT)).hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # as written                                                | type and parameters
          text/plain                                                  | text/plain {}
          TEXT/Plain; CHARSET="UTF-8"; format=flowed                  | text/plain {charset=UTF-8, format=flowed}
          text/plain (comment) ; charset (c) = us-ascii (c)           | text/plain {charset=us-ascii}
          text/plain; a="q\\"uo;te"; b=                               | text/plain {a=q"uo;te, b=}
          text/plain; name=two words.txt; x=1                         | text/plain {name=two words.txt, x=1}
          text/plain;; ;a=1;a=2                                       | text/plain {a=1}
          multipart/mixed; boundary=a=_b/c:d                          | multipart/mixed {boundary=a=_b/c:d}
          a/b; url*0="ftp://"; url*1="x.example"                      | a/b {url=ftp://x.example}
          a/b; url*1="x.example"; url*0="ftp://"; z=1                 | a/b {url=ftp://x.example, z=1}
          a/b; t*0*=us-ascii'en'This%20is; t*1="%20raw"; t*2*=%20end  | a/b {t*=us-ascii'en'This%20is%2520raw%20end}
          a/b; t*=utf-8''%e2%82%ac                                    | a/b {t*=utf-8''%e2%82%ac}
          a/b; t*0=one; t*2=three                                     | a/b {t=one}
          """)
  void readsParameters(String written, String read) {
    ContentType type = ContentType.parse(written, MimeLimits.DEFAULT).orElseThrow();
    String parameters =
        type.parameters().list().stream()
            .map(p -> p.name() + "=" + p.value())
            .collect(Collectors.joining(", ", "{", "}"));
    assertThat(type + " " + parameters).isEqualTo(read);
  }

  @Test
  void decodesFileNames() {
    assertThat(fileName("filename*=utf-8''%e2%82%ac%20rates.txt")).isEqualTo("\u20ac rates.txt");
    assertThat(fileName("filename=\"=?utf-8?q?=E2=82=AC?=\"")).isEqualTo("\u20ac");
    assertThat(fileName("filename*0*=iso-8859-1''%E4; filename*1=\"50%\"; filename=x"))
        .isEqualTo("\u00e450%");
  }

  private static String fileName(String parameters) {
    return Disposition.parse("attachment; " + parameters, MimeLimits.DEFAULT)
        .orElseThrow()
        .parameters()
        .value("filename")
        .orElseThrow();
  }

  @Test
  void readsParametersWithinBounds() {
    String many = "a/b" + "; x*0=1".repeat(100_000);
    assertThat(ContentType.parse(many, MimeLimits.DEFAULT)).isPresent();
    StringBuilder distinct = new StringBuilder("a/b");
    for (int i = 0; i < 100_000; i++) {
      distinct.append("; p").append(i).append("=1");
    }
    assertThat(
            ContentType.parse(distinct.toString(), MimeLimits.DEFAULT)
                .orElseThrow()
                .parameters()
                .list())
        .hasSize(MimeLimits.DEFAULT.parametersMax());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Fri, 21 Nov 1997 09:55:06 -0600            | 1997-11-21T09:55:06-06:00
          21 Nov 97 09:55 GMT                        | 1997-11-21T09:55Z
          Fri, 21 Nov 1997 09(comment):55:06 EST     | none
          Fri, 21 Nov 1997 09:55:60 EDT (summer)     | 1997-11-21T09:55:59-04:00
          Thu, 13 Feb 69 23:32 -0330                 | 1969-02-13T23:32-03:30
          31 Feb 2020 00:00:00 +0000                 | none
          1 January 2020 00:00:00 X                  | 2020-01-01T00:00Z
          yesterday                                  | none
          """)
  void readsDates(String written, String read) {
    assertThat(FieldDate.parse(written).map(Object::toString).orElse("none")).isEqualTo(read);
  }

  @Test
  void readsAnythingAsSomething() {
    SplittableRandom random = new SplittableRandom(13);
    String alphabet = "aB9 \t<>@,;:\"\\()[]=*'%?/.-\u00e4\0";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(60); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String value = text.toString();
      Addresses.parse(value, MimeLimits.DEFAULT);
      FieldDate.parse(value);
      EncodedWords.decode("=?utf-8?" + value);
      Disposition.parse(value, MimeLimits.DEFAULT).ifPresent(d -> d.parameters().value("a"));
      ContentType.parse("a/b;" + value, MimeLimits.DEFAULT)
          .ifPresent(t -> t.parameters().list().forEach(p -> t.parameters().value(p.name())));
      for (TransferEncoding encoding : TransferEncoding.values()) {
        encoding.decode(value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void decodesTransferEncodings() {
    assertThat(decoded(TransferEncoding.QUOTED_PRINTABLE, "a=3D=\r\nb=C3=A4=  \r\n=zz\r\nc="))
        .isEqualTo("a=b\u00e4=zz\r\nc");
    assertThat(decoded(TransferEncoding.BASE64, "SGVs\r\nbG8=\r\n")).isEqualTo("Hello");
    assertThat(decoded(TransferEncoding.BASE64, "S G?V s b G 8")).isEqualTo("Hello");
    assertThat(decoded(TransferEncoding.named(" BASE64 "), "QQ==QQ==")).isEqualTo("AA");
    assertThat(TransferEncoding.named("x-uuencode")).isEqualTo(TransferEncoding.UNKNOWN);
  }

  private static String decoded(TransferEncoding encoding, String text) {
    byte[] octets = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return new String(encoding.decode(octets), java.nio.charset.StandardCharsets.UTF_8);
  }
}
