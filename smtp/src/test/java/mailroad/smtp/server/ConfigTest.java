package mailroad.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import mailroad.smtp.client.SmtpClientConfig;
import org.junit.jupiter.api.Test;

class ConfigTest {
  @Test
  void defaultsKeepToRfc5321() {
    SmtpLimits limits = SmtpLimits.DEFAULT;
    assertThat(limits.recipientsMax()).isGreaterThanOrEqualTo(100); // section 4.5.3.1.8
    assertThat(limits.textLineOctetsMax()).isGreaterThanOrEqualTo(1000); // section 4.5.3.1.6
    assertThat(limits.loginLineOctetsMax()).isGreaterThanOrEqualTo(12_288); // RFC 4954 section 4
    assertThat(SmtpTimes.DEFAULT.commandTimeout()).isEqualTo(Duration.ofMinutes(5));
    SmtpClientConfig client = SmtpClientConfig.DEFAULT; // section 4.5.3.2
    assertThat(client.greetingTimeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(client.mailTimeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(client.rcptTimeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(client.dataTimeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(client.blockTimeout()).isEqualTo(Duration.ofMinutes(3));
    assertThat(client.finalDotTimeout()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void wrongValuesAreNamed() {
    assertThatThrownBy(() -> new SmtpLimits(100, 4096, 1000, 65_536, 0, 100, 0, 1, 1, 1, 10, 1))
        .hasMessage("command-line-octets-max must be at least 1536");
    assertThatThrownBy(() -> new SmtpLimits(2048, 4096, 1000, 65_536, 0, 99, 0, 1, 1, 1, 10, 1))
        .hasMessage("recipients-max must be at least 100");
    assertThatThrownBy(
            () -> Configs.times(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(1)))
        .hasMessage("command-timeout must be longer than zero");
  }
}
