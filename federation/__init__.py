"""F6s of other organisations: peers, contracts, tokens and directories over FSC. Nothing lives here yet."""
