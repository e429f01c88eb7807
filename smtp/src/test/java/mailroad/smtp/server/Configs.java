package mailroad.smtp.server;

import java.time.Duration;
import mailroad.sasl.PlaintextLogin;
import mailroad.smtp.server.SmtpServerConfig.Role;

/** Configurations that tests can wait for. */
final class Configs {
  private static final SmtpLimits SMALL =
      new SmtpLimits(2048, 4096, 100_000, 1_000_000, 1_000_000, 100, 0, 5, 4, 5, 30, 2);

  private Configs() {}

  static SmtpLimits limits(long messageOctetsMax, int textLineOctetsMax) {
    return new SmtpLimits(
        2048, 4096, textLineOctetsMax, messageOctetsMax, 100_000, 100, 0, 5, 4, 5, 30, 2);
  }

  static SmtpTimes times(Duration command, Duration block, Duration content) {
    return new SmtpTimes(
        Duration.ZERO,
        command,
        block,
        content,
        Duration.ofMinutes(2),
        Duration.ofMinutes(5),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ZERO);
  }

  private static final SmtpTimes TIMES =
      times(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(60));

  static SmtpServerConfig mta() {
    return new SmtpServerConfig(
        Role.MTA, PlaintextLogin.NEVER, SMALL, TIMES, SmtpExtensions.DEFAULT);
  }

  static SmtpServerConfig lmtp() {
    return new SmtpServerConfig(
        Role.LMTP, PlaintextLogin.NEVER, SMALL, TIMES, SmtpExtensions.DEFAULT);
  }

  static SmtpServerConfig mta(SmtpExtensions extensions) {
    return new SmtpServerConfig(Role.MTA, PlaintextLogin.NEVER, SMALL, TIMES, extensions);
  }

  static SmtpServerConfig submission(PlaintextLogin plaintext) {
    return new SmtpServerConfig(
        Role.SUBMISSION, plaintext, SMALL, TIMES, SmtpExtensions.SUBMISSION);
  }

  static SmtpServerConfig mta(SmtpTimes times) {
    return new SmtpServerConfig(
        Role.MTA, PlaintextLogin.NEVER, SMALL, times, SmtpExtensions.DEFAULT);
  }

  static SmtpServerConfig mta(SmtpLimits limits) {
    return new SmtpServerConfig(
        Role.MTA, PlaintextLogin.NEVER, limits, TIMES, SmtpExtensions.DEFAULT);
  }
}
