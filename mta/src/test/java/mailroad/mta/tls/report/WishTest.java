package mailroad.mta.tls.report;

import static org.assertj.core.api.Assertions.assertThat;

import mailroad.dns.FixedResolver;
import mailroad.dns.RecordType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a domain wants reports, and where (RFC 8460 section 3). */
class WishTest {
  private static String wish(String... records) throws Exception {
    StringBuilder zone = new StringBuilder();
    for (String record : records) {
      zone.append("_smtp._tls.b.example. 60 IN TXT \"%s\"\n".formatted(record.replace(";", "\\;")));
    }
    return words(
        Wish.of(FixedResolver.of(zone.toString()).resolve(Wish.name("b.example"), RecordType.TXT)));
  }

  private static String words(Wish wish) {
    return switch (wish) {
      case Wish.Reports(var to) -> String.join(" ", to.stream().map(Object::toString).toList());
      case Wish.Silence(var reason) -> "no: " + reason;
      case Wish.Unknown(var reason) -> "unknown: " + reason;
    };
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # record                                                                   | where to
          v=TLSRPTv1;rua=mailto:reports@b.example                                    | mailto:reports@b.example
          v=TLSRPTv1 ; rua = mailto:a@b.example , https://r.b.example/v1/tlsrpt?x=1 ; | mailto:a@b.example https://r.b.example/v1/tlsrpt?x=1
          v=TLSRPTv1; x=y; rua=MAILTO:a%2bb@b.example?subject=x                      | mailto:a+b@b.example
          v=TLSRPTv1; rua=mailto:a+b@b.example                                       | mailto:a+b@b.example
          v=TLSRPTv1; rua=https://R.b.example                                        | https://r.b.example/
          v=TLSRPTv1; rua=https://r.b.example:8443/in#there                          | https://r.b.example:8443/in
          v=TLSRPTv1; rua=mailto:a@b.example,mailto:a@b.example                      | mailto:a@b.example
          v=TLSRPTv1; rua=mailto:1@b.example,mailto:2@b.example,mailto:3@b.example,mailto:4@b.example,mailto:5@b.example | mailto:1@b.example mailto:2@b.example mailto:3@b.example mailto:4@b.example
          v=TLSRPTv1; rua=ftp://b.example/x,mailto:a@b.example                       | mailto:a@b.example
          # A18: no address, no login, no clear text
          v=TLSRPTv1; rua=https://127.0.0.1/x                                        | no: the record names nobody to report to
          v=TLSRPTv1; rua=https://root:x@r.b.example/                                | no: the record names nobody to report to
          v=TLSRPTv1; rua=https://localhost/                                         | no: the record names nobody to report to
          v=TLSRPTv1; rua=http://r.b.example/                                        | no: the record names nobody to report to
          v=TLSRPTv1; rua=https://r.b.example:99999/                                 | no: the record names nobody to report to
          v=TLSRPTv1; rua=mailto:nobody                                              | no: the record names nobody to report to
          v=TLSRPTv1; rua=mailto:a%zz@b.example                                      | no: the record names nobody to report to
          v=TLSRPTv1;                                                                | no: the record names nobody to report to
          v=TLSRPTv2; rua=mailto:a@b.example                                         | no: there are 0 records
          """)
  void readsTheRecord(String record, String expected) throws Exception {
    assertThat(wish(record)).isEqualTo(expected);
  }

  @Test
  void ofTwoRecordsNoneCountsAndOthersDoNotMatter() throws Exception {
    String one = "v=TLSRPTv1; rua=mailto:a@b.example";
    assertThat(wish(one, one.replace("a@", "b@"))).isEqualTo("no: there are 2 records");
    assertThat(wish("v=spf1 -all", one)).isEqualTo("mailto:a@b.example");
    assertThat(wish()).isEqualTo("no: there is no record");
  }

  @Test
  void whatCannotBeLookedUpIsNotKnown() throws Exception {
    var failing = FixedResolver.of("").failing("_smtp._tls.b.example", "SERVFAIL");
    assertThat(words(Wish.of(failing.resolve(Wish.name("b.example"), RecordType.TXT))))
        .isEqualTo("unknown: SERVFAIL");
  }
}
