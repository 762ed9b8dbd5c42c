/* Its functions take lists of arguments that end with NULL, which Swift can't call; CVips does. */
