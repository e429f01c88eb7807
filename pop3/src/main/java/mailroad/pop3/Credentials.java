package mailroad.pop3;

/** A name and a password, of which only the name is ever printed. */
record Credentials(String login, String password) {
  @Override
  public String toString() {
    return "Credentials[" + login + "]";
  }
}
