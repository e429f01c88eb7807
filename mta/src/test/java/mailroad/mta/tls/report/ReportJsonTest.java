package mailroad.mta.tls.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.zip.GZIPInputStream;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.mta.report.DomainDay;
import mailroad.mta.tls.PolicyFacts;
import mailroad.mta.tls.ResultType;
import org.junit.jupiter.api.Test;

/** The report, and the message that brings it, octet for octet (RFC 8460 sections 4.4, 5.1 and 5.3, appendix B). */
class ReportJsonTest {
  private static final DomainDay ABOUT =
      new DomainDay(LocalDate.of(2016, 4, 1), new Domain("company-y.example"));
  private static final PolicyFacts STS =
      new PolicyFacts(
          PolicyFacts.Kind.STS,
          "company-y.example",
          List.of(
              "version: STSv1", "mode: testing", "mx: *.mail.company-y.example", "max_age: 86400"),
          List.of("*.mail.company-y.example"));

  /** As in appendix B. */
  private static TlsReport report() {
    Tally tally = new Tally(50);
    tally.succeeded(STS, 5326);
    tally.failed(
        STS,
        new Detail(
            ResultType.CERTIFICATE_EXPIRED,
            "2001:db8:abcd:0012::1",
            "mx1.mail.company-y.example",
            "",
            ""),
        100);
    tally.failed(
        STS,
        new Detail(
            ResultType.STARTTLS_NOT_SUPPORTED,
            "2001:db8:abcd:0013::1",
            "mx2.mail.company-y.example",
            "203.0.113.56",
            ""),
        200);
    tally.failed(
        STS,
        new Detail(
            ResultType.VALIDATION_FAILURE,
            "198.51.100.62",
            "mx-backup.mail.company-y.example",
            "203.0.113.58",
            "X509_V_ERR_PROXY_PATH_LENGTH_EXCEEDED"),
        3);
    tally.succeeded(PolicyFacts.none(ABOUT.domain()), 7);
    return new TlsReport(
        "Company-X",
        "sts-reporting@company-x.example",
        "5065427c-23d3@company-x.example",
        ABOUT.start(),
        ABOUT.end(),
        tally);
  }

  private static final String GOLDEN =
      """
      {
        "organization-name":"Company-X",
        "date-range":{
          "start-datetime":"2016-04-01T00:00:00Z",
          "end-datetime":"2016-04-01T23:59:59Z"
        },
        "contact-info":"sts-reporting@company-x.example",
        "report-id":"5065427c-23d3@company-x.example",
        "policies":[
          {
            "policy":{
              "policy-type":"sts",
              "policy-string":["version: STSv1","mode: testing","mx: *.mail.company-y.example","max_age: 86400"],
              "policy-domain":"company-y.example",
              "mx-host":["*.mail.company-y.example"]
            },
            "summary":{
              "total-successful-session-count":5326,
              "total-failure-session-count":303
            },
            "failure-details":[
              {
                "result-type":"certificate-expired",
                "sending-mta-ip":"2001:db8:abcd:0012::1",
                "receiving-mx-hostname":"mx1.mail.company-y.example",
                "failed-session-count":100
              },
              {
                "result-type":"starttls-not-supported",
                "sending-mta-ip":"2001:db8:abcd:0013::1",
                "receiving-mx-hostname":"mx2.mail.company-y.example",
                "receiving-ip":"203.0.113.56",
                "failed-session-count":200
              },
              {
                "result-type":"validation-failure",
                "sending-mta-ip":"198.51.100.62",
                "receiving-mx-hostname":"mx-backup.mail.company-y.example",
                "receiving-ip":"203.0.113.58",
                "failed-session-count":3,
                "failure-reason-code":"X509_V_ERR_PROXY_PATH_LENGTH_EXCEEDED"
              }
            ]
          },
          {
            "policy":{
              "policy-type":"no-policy-found",
              "policy-domain":"company-y.example"
            },
            "summary":{
              "total-successful-session-count":7,
              "total-failure-session-count":0
            }
          }
        ]
      }
      """;

  @Test
  void writesWhatTheRfcShows() throws Exception {
    String written = new String(ReportJson.write(report()), UTF_8);
    assertThat(written).isEqualTo(GOLDEN.replaceAll("\n *", ""));
    try (var unpacked =
        new GZIPInputStream(new ByteArrayInputStream(ReportJson.packed(report())))) {
      assertThat(new String(unpacked.readAllBytes(), UTF_8)).isEqualTo(written);
    }
  }

  @Test
  void textFromOutsideStaysText() {
    Tally tally = new Tally(50);
    PolicyFacts none = PolicyFacts.none(ABOUT.domain());
    tally.failed(none, new Detail(ResultType.VALIDATION_FAILURE, "", "", "", "\"},\n{\"x"), 1);
    TlsReport odd = new TlsReport("\"", "a@b.example", "1", ABOUT.start(), ABOUT.end(), tally);
    assertThat(new String(ReportJson.write(odd), UTF_8))
        .contains("\"organization-name\":\"\\\"\"", "\"failure-reason-code\":\"\\\"},\\n{\\\"x\"");
  }

  @Test
  void theMessageIsAsTheRfcWantsIt() {
    ReportMail mail =
        new ReportMail(
            report(),
            ABOUT,
            new Domain("mail.company-x.example"),
            "735ff",
            EmailAddress.of("tlsrpt@company-x.example"));
    assertThat(mail.fileName())
        .isEqualTo("mail.company-x.example!company-y.example!1459468800!1459555199!735ff.json.gz");
    String message =
        new String(
            mail.to(EmailAddress.of("in@company-y.example"), Instant.parse("2016-04-02T01:02:03Z")),
            UTF_8);
    assertThat(message)
        .startsWith(
            """
            From: <tlsrpt@company-x.example>
            To: <in@company-y.example>
            Subject: Report Domain: company-y.example
            \tSubmitter: mail.company-x.example
            \tReport-ID: <5065427c-23d3@company-x.example>
            Date: Sat, 2 Apr 2016 01:02:03 +0000
            Message-ID: <5065427c-23d3@company-x.example>
            TLS-Report-Domain: company-y.example
            TLS-Report-Submitter: mail.company-x.example
            TLS-Required: No
            Auto-Submitted: auto-generated
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type="tlsrpt";
            \tboundary="=_735ff"

            """
                .replace("\n", "\r\n"))
        .contains(
            """
            --=_735ff
            Content-Type: application/tlsrpt+gzip
            Content-Transfer-Encoding: base64
            Content-Disposition: attachment;
            \tfilename="mail.company-x.example!company-y.example!1459468800!1459555199!735ff.json.gz"

            """
                .replace("\n", "\r\n"))
        .contains("sts: 5326 sessions as they should be, 303 failed\r\n")
        .endsWith("\r\n--=_735ff--\r\n");
    assertThat(message.lines()).allMatch(line -> line.length() <= 998);
  }
}
