package mailroad.guard.filter;

/** The steps of a session that a milter hears of, in their order. */
enum MilterStage {
  CONNECT('C', 0, 0x1, 0x1000),
  HELO('H', 1, 0x2, 0x2000),
  MAIL('M', 2, 0x4, 0x4000),
  RCPT('R', 3, 0x8, 0x8000),
  DATA('T', 4, 0x200, 0x10000),
  HEADER('L', -1, 0x20, 0x80),
  END_OF_HEADER('N', 6, 0x40, 0x40000),
  BODY('B', -1, 0x10, 0x80000),
  END('E', 5, 0, 0);

  private final char command;
  private final int macros;
  private final int unwanted;
  private final int unanswered;

  /**
   * A step.
   *
   * @param command of the packet that tells of it
   * @param macros its number where a milter names the macros that it wants; below zero for none
   * @param unwanted the flag by which a milter says that it need not hear of it ({@code SMFIP_NO...})
   * @param unanswered the flag by which it says that it will not answer ({@code SMFIP_NR_...})
   */
  MilterStage(char command, int macros, int unwanted, int unanswered) {
    this.command = command;
    this.macros = macros;
    this.unwanted = unwanted;
    this.unanswered = unanswered;
  }

  char command() {
    return command;
  }

  /** Its number where a milter names the macros that it wants. */
  int macros() {
    return macros;
  }

  boolean isWanted(int protocol) {
    return (protocol & unwanted) == 0;
  }

  boolean isAnswered(int protocol) {
    return (protocol & unanswered) == 0;
  }
}
