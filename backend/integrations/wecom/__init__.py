"""WeCom (企业微信): one group robot; its URL is the secret."""
